#!/usr/bin/env python3
"""Does what README's "Your first own worker in five minutes" says, in an empty folder.

Takes commands, files and the expected output from README itself, so that what is tested is what
is written. Maven installs into a repository of its own under target/, behind which the user's
own is read: nothing outside of target/ is changed.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

PROJECT = pathlib.Path(__file__).resolve().parents[2]
SCRATCH = PROJECT / "target" / "readme-steps"
SECTION = "## Your first own worker in five minutes"
FENCE = re.compile(r"```(\w*)\n(.*?)^```$", re.S | re.M)
FILE_NAME = re.compile(r"`([^`]+)`:$")


def steps():
    """Yields the paragraphs and blocks of the section in order, as (kind, language, text)."""
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    start = readme.index(SECTION + "\n")
    section = readme[start:readme.index("\n## ", start + 1)]
    position = 0
    for block in FENCE.finditer(section):
        yield "text", "", section[position:block.start()].strip()
        yield "block", block.group(1), block.group(2)
        position = block.end()


def run(commands, folder, environment):
    print(f"--- in {folder.name}:\n{commands}", end="", flush=True)
    done = subprocess.run(["bash", "-euo", "pipefail", "-c", commands], cwd=folder, env=environment,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"{done.stdout}README's commands failed with code {done.returncode}")
    return done.stdout


def main():
    began = time.monotonic()
    shutil.rmtree(SCRATCH, ignore_errors=True)
    folder = SCRATCH / "hello"
    folder.mkdir(parents=True)
    (SCRATCH / "multifrost-spring").symlink_to(PROJECT)
    mine = pathlib.Path(os.environ.get("MAVEN_USER_REPOSITORY", pathlib.Path.home() / ".m2/repository"))
    environment = dict(os.environ, MULTIFROST_HOME=str(SCRATCH / "home"), MAVEN_ARGS=f"-B -ntp -Dmaven.repo.local={SCRATCH / 'm2'} "
                       f"-Dmaven.repo.local.tail={mine} -Dmaven.repo.local.tail.ignoreAvailability=true")
    here, before, output, written, compared = PROJECT, "", "", 0, False
    for kind, language, text in steps():
        if kind == "text":
            before = text
            here = folder if "in an empty folder" in text else here
            continue
        named = FILE_NAME.search(before.splitlines()[-1]) if before else None
        if named:
            path = folder / named.group(1)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"--- file {named.group(1)}")
            written += 1
        elif language == "sh":
            output = run(text, here, environment)
        elif before.startswith("It prints"):
            if text not in output:
                sys.exit(f"README promises:\n{text}but this was printed:\n{output}")
            print(f"--- printed:\n{text}", end="")
            compared = True
        else:
            sys.exit(f"README has a block that is no step, after: {before}")
    if written < 4 or not compared:
        sys.exit(f"README names {written} files, and its output was{'' if compared else ' not'} compared")
    print(f"README's steps work: {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
