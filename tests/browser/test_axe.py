import time

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.test import Client

from tests.support import world as worlds
from tests.support.repository import addresses
from tests.test_roles_walk import expected, url

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.mark.parametrize("role", ["planner"])
def test_x(role, sign_in_as, db, watch):
    t = time.time()
    world = worlds.make()
    print("world", time.time() - t)
    t = time.time()
    user = world.people[role]
    client = Client()
    client.force_login(user)
    paths = []
    for a in addresses():
        if 200 in expected(a, user, world):
            p = url(a, world)
            s = time.time()
            r = client.get(p)
            if time.time() - s > 0.5:
                print("slow", p, time.time() - s)
            if r.status_code == 200 and r["Content-Type"].startswith("text/html"):
                paths.append(p)
    print(len(paths), "paths", time.time() - t)
    t = time.time()
    page = sign_in_as(user)
    tl = ta = 0
    out = []
    for p in paths:
        s = time.time()
        page.goto(p)
        tl += time.time() - s
        s = time.time()
        page.set_viewport_size({"width": 1200, "height": 900})
        for w in (1200, 320):
            page.set_viewport_size({"width": w, "height": 900})
            if w == 320:
                over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                if over > 0:
                    out.append(f"{p} overflow {over}")
            r = page.evaluate(
                AXE_SCRIPT
                + ";axe.run({runOnly:{type:'tag',values:%s},resultTypes:['violations']}).then(r=>r.violations.map(v=>[v.id,v.nodes.map(n=>n.target.join(' ')+' '+n.failureSummary.slice(0,200))]))"
                % TAGS
            )
            for v in r:
                out.append(f"{p} @{w} {v[0]} {v[1][:3]}")
        ta += time.time() - s
    print("load", tl, "axe", ta)
    print("\n".join(out))
    print("\n".join(watch.found))
