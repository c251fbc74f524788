"""
Writes a Python wheel that contains the program and its shared libraries.

wheel.py TREE VERSION EPOCH OUTPUT

TREE is a prefix with bin/asr-audit, share/ and licenses/. The wheel installs bin/ as scripts and the
rest into the environment's prefix: the program is an ordinary executable in the environment's bin
directory, without a Python wrapper that would slow its start. Libraries go to lib/asr-audit, where
the program finds them by a path relative to its own. Prints the path of the wheel.

auditwheel would replace the program by a Python script that starts it, because it cannot know how
the directory of scripts and the directory of packages are related.
"""

import base64
import hashlib
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import time
import zipfile

# Libraries that the manylinux policies expect on every system.
SYSTEM = re.compile(
    r"^(ld-linux.*|lib(c|m|dl|rt|pthread|util|gcc_s|stdc\+\+|z)\.so\.\d+|linux-vdso.*)$")
LIBRARIES = "lib/asr-audit"


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def bundle(program, directory):
    """Copies the libraries of a program and makes all files look for libraries in the copy."""
    directory.mkdir(parents=True)
    copied = {}
    for name, path in re.findall(r"^\s*(\S+) => (\S+) \(", run("ldd", str(program)), re.M):
        if not SYSTEM.match(name):
            copied[name] = pathlib.Path(os.path.realpath(path))
    for name, path in copied.items():
        shutil.copyfile(path, directory / name)
        # RPATH, not RUNPATH: LD_LIBRARY_PATH must not replace a library of the wheel.
        run("patchelf", "--force-rpath", "--set-rpath", "$ORIGIN", str(directory / name))
    run("patchelf", "--force-rpath", "--set-rpath", f"$ORIGIN/../{LIBRARIES}", str(program))
    return copied


def copy_licenses(libraries, directory):
    """Copies the copyright files of the Debian packages that the libraries come from."""
    for path in sorted(set(libraries.values())):
        # A merged /usr: dpkg may list a library below /lib.
        names = [path, pathlib.Path(str(path).removeprefix("/usr"))]
        found = [subprocess.run(["dpkg-query", "-S", name], capture_output=True, text=True).stdout
                 for name in names]
        package = next(text for text in found if text).split(":")[0]
        shutil.copyfile(f"/usr/share/doc/{package}/copyright", directory / f"{package}.txt")


def newest_glibc(files):
    """The newest version of glibc's symbols that the files need, as (major, minor)."""
    needed = (2, 17)
    for path in files:
        for major, minor in re.findall(r"\bGLIBC_(\d+)\.(\d+)", run("objdump", "-T", str(path))):
            needed = max(needed, (int(major), int(minor)))
    return needed


def metadata(version):
    readme = pathlib.Path("README.md").read_text(encoding="utf-8")
    return f"""Metadata-Version: 2.1
Name: asr-audit
Version: {version}
Summary: Tests whether a speech recogniser memorised individual training utterances
License: Apache-2.0; the bundled libraries have other licenses, see the directory licenses
Keywords: speech recognition,memorization,privacy,audit
Classifier: Environment :: Console
Classifier: Intended Audience :: Science/Research
Classifier: License :: OSI Approved :: Apache Software License
Classifier: Operating System :: POSIX :: Linux
Classifier: Topic :: Multimedia :: Sound/Audio :: Speech
Requires-Python: >=3.8
Description-Content-Type: text/markdown

{readme}"""


def write(output, name, version, tag, tree, epoch):
    """Writes the archive: the same bytes for the same input."""
    data, info = f"{name}-{version}.data", f"{name}-{version}.dist-info"
    files = []
    for path in sorted(p for p in tree.rglob("*") if p.is_file()):
        relative = path.relative_to(tree)
        section, rest = relative.parts[0], "/".join(relative.parts[1:])
        target = {"bin": f"{data}/scripts/{rest}", "licenses": f"{info}/licenses/{rest}"}.get(
            section, f"{data}/data/{relative}")
        files.append((target, path.read_bytes(), section == "bin"))
    wheel = f"Wheel-Version: 1.0\nGenerator: asr-audit\nRoot-Is-Purelib: false\nTag: {tag}\n"
    files.append((f"{info}/METADATA", metadata(version).encode(), False))
    files.append((f"{info}/WHEEL", wheel.encode(), False))
    record = ""
    for target, content, _ in files:
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        record += f"{target},sha256={digest},{len(content)}\n"
    record += f"{info}/RECORD,,\n"
    files.append((f"{info}/RECORD", record.encode(), False))
    path = output / f"{name}-{version}-{tag}.whl"
    date = time.gmtime(epoch)[:6]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for target, content, is_program in files:
            entry = zipfile.ZipInfo(target, date)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o100755 if is_program else 0o100644) << 16
            archive.writestr(entry, content, compresslevel=9)
    return path


def main():
    tree, version, epoch, output = sys.argv[1:]
    tree, output = pathlib.Path(tree), pathlib.Path(output)
    program, libraries = tree / "bin/asr-audit", tree / LIBRARIES
    copy_licenses(bundle(program, libraries), tree / "licenses")
    major, minor = newest_glibc([program, *libraries.iterdir()])
    tag = f"py3-none-manylinux_{major}_{minor}_{platform.machine()}"
    print(write(output, "asr_audit", version, tag, tree, int(epoch)))


if __name__ == "__main__":
    main()
