"""Reads the units of a TMX with lxml as a stream, each cleared once it is read: benches/read_tmx.py FILE"""
import os, sys, time

from lxml import etree

path, start, units, letters = sys.argv[1], time.time(), 0, 0
for _, unit in etree.iterparse(path, tag="tu", huge_tree=True, load_dtd=False, no_network=True):
    units += 1
    letters += sum(len("".join(variant.find("seg").itertext())) for variant in unit.iter("tuv"))
    unit.clear()
    while unit.getprevious() is not None:
        del unit.getparent()[0]
print(f"lxml iterparse             {os.path.getsize(path) / 1e6 / (time.time() - start):6.0f} MB/s  {units} units")
