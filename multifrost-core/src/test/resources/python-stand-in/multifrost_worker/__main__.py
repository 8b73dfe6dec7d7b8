import importlib
import importlib.util
import os
import sys

import msgpack

options = dict(zip(sys.argv[2::2], sys.argv[3::2]))
sys.path.insert(0, options.get("--path", os.getcwd()))
print("arguments", sys.argv[1:])
print("prefix", sys.prefix)
print("msgpack", msgpack.version[0])
if "--module" in options:
    served = importlib.import_module(options["--module"])
else:
    script = options["--script"]
    sys.path.insert(0, os.path.dirname(script))
    spec = importlib.util.spec_from_file_location("served", script)
    served = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(served)
print("served", served.name())
