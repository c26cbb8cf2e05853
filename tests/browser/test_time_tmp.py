import time
from tests.browser.test_axe import *
from tests.browser.test_axe import _pages
from tests.browser.accessibility import *
def test_time(world, open_as):
    T={}
    def tick(k,s): T[k]=T.get(k,0)+time.process_time()*0+time.time()-s
    seen=set(); n={}
    for name in PEOPLE:
        page=open_as(name)
        s=time.time(); pages=list(_pages(world, world.people.get(name))); tick('client',s)
        for path,looks in pages:
            if looks in seen: continue
            seen.add(looks); n[name]=n.get(name,0)+1
            if n[name]>12: continue
            s=time.time(); page.goto(path); tick('goto',s)
            s=time.time(); at(page,1200); tick('resize',s)
            s=time.time(); page.evaluate(AXE_SCRIPT); tick('inject',s)
            s=time.time(); violations(page); tick('axe',s)
            s=time.time(); at(page,700); tick('resize',s)
            s=time.time(); violations(page,*BY_WIDTH); tick('axe-narrow',s)
            s=time.time(); at(page,320); tick('resize',s)
            s=time.time(); violations(page,*BY_WIDTH); tick('axe-narrow',s)
            s=time.time(); outside(page); tick('outside',s)
    print(n, sum(min(12,x) for x in n.values()), {k:round(v,1) for k,v in T.items()})
