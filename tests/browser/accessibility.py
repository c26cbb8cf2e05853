"""What axe-core finds on the page that is open, and what falls outside a narrow screen."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WCAG_AA = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
# The rules whose answer changes with the width of the window. The others read the same page.
BY_WIDTH = ("scrollable-region-focusable", "target-size")
NARROW, MIDDLE, WIDE = 320, 700, 1200

ASK = """async (options) => {
    const found = await axe.run(document, { ...options, resultTypes: ["violations"] });
    return found.violations.map((rule) => {
        const places = rule.nodes.map((node) => node.target.join(" "));
        return `${rule.id} (${rule.help}): ${places.slice(0, 4).join(", ")}`;
    });
}"""
WIDER_THAN_SCREEN = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll("main *")]
        .filter((one) => one.getBoundingClientRect().right > width + 1)
        .filter((one) => !one.closest(".table-wrap"))
        .slice(0, 4)
        .map((one) => `${one.tagName}.${one.className} ${one.textContent.trim().slice(0, 40)}`);
}"""


def violations(page: Page, *rules: str) -> list[str]:
    """Breaches of WCAG 2.2 A and AA; only these rules, if any are named."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": WCAG_AA}
    found: list[str] = page.evaluate(ASK, {"runOnly": only})
    return found


def outside(page: Page) -> list[str]:
    """What makes the page scroll sideways. Tables may scroll inside their own frame."""
    found: list[str] = page.evaluate(WIDER_THAN_SCREEN)
    if not found and page.evaluate(
        "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
    ):
        return ["the page"]
    return [f"outside the screen: {one}" for one in found]


def at(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})


def at_every_width(page: Page) -> list[str]:
    return _wide_then(page, MIDDLE, NARROW)


def wide_and_narrow(page: Page) -> list[str]:
    """For the walk through all pages, where each look counts."""
    return _wide_then(page, NARROW)


def _wide_then(page: Page, *narrower: int) -> list[str]:
    """Wide: every rule. Then narrower: the rules that width matters to, and nothing outside."""
    at(page, WIDE)
    found = [f"at {WIDE}: {one}" for one in violations(page)]
    for width in narrower:
        at(page, width)
        found += [f"at {width}: {one}" for one in [*violations(page, *BY_WIDTH), *outside(page)]]
    return found
