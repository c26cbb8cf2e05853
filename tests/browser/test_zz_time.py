import time
from tests.browser.test_axe import *
from tests.browser import accessibility as a
from tests.browser.conftest import *
def test_time(db, sign_in_as, open_browser):
    t=time.perf_counter(); w=worlds.make(); print("world", time.perf_counter()-t)
    within=[o for o in addresses() if o.name.startswith("employers:")]
    T=dict(pages=0.,goto=0.,axe=0.,narrow=0.); n=0
    seen=set()
    for name in PEOPLE:
        u=w.people.get(name)
        t=time.perf_counter()
        pages=list(pages_of(within,w,u)) if False else list(__import__("tests.browser.test_axe",fromlist=["x"])._pages(within,w,u))
        T["pages"]+=time.perf_counter()-t
        page=None
        for path,looks in pages:
            if looks in seen: continue
            seen.add(looks)
            page=page or (sign_in_as(u) if u else open_browser().new_page())
            t=time.perf_counter(); page.goto(path); T["goto"]+=time.perf_counter()-t
            t=time.perf_counter(); a.at(page,1200); a.violations(page); T["axe"]+=time.perf_counter()-t
            t=time.perf_counter()
            for wd in (700,320):
                a.at(page,wd); a.violations(page,*a.BY_WIDTH); a.outside(page)
            T["narrow"]+=time.perf_counter()-t; n+=1
    print(n, T)
