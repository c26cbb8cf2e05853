"""What stands in the addresses: they are Swedish, the code is not."""

from stegvis.agreements.enums import AgreementKind

PATH_BY_KIND = {
    AgreementKind.FRAMEWORK: "ramavtal",
    AgreementKind.CALL_OFF: "avrop",
    AgreementKind.DIRECT_AWARD: "direktupphandling",
    AgreementKind.INTERNAL: "overenskommelse",
    AgreementKind.OTHER: "annat-avtal",
}
KIND_BY_PATH = {path: kind for kind, path in PATH_BY_KIND.items()}
