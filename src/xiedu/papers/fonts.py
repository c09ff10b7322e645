"""Which fonts a paper is printed with: the office's own, else Fandol, else the bundled Noto.

GB/T 9704-2012 names 小标宋, 仿宋, 楷体 and 黑体; the usual ones are commercial and are never shipped. A paper therefore
says with which tier its 正文 was set, and every role ends in Noto so that rare characters in names are always drawn.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import pylopdf_fonts_zh_cn as bundled
import typst

Tier = Literal["office", "fandol", "noto"]
Role = Literal["biaosong", "fangsong", "kaiti", "heiti", "songti"]

ALL_TIERS: tuple[Tier, ...] = ("office", "fandol", "noto")

FANDOL_DIRS = (
    Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"),
    Path("/usr/share/texmf/fonts/opentype/public/fandol"),
    Path("/usr/share/fonts/opentype/fandol"),
)

_OFFICE: Mapping[Role, tuple[str, ...]] = {
    "biaosong": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK"),
    "fangsong": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "FZFangSong-Z02S", "STFangsong"),
    "kaiti": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "FZKai-Z03S", "FZKai-Z03", "STKaiti"),
    "heiti": ("SimHei", "黑体", "FZHei-B01S", "FZHei-B01", "STHeiti"),
    "songti": ("SimSun", "宋体", "NSimSun", "FZShuSong-Z01S", "STSong"),
}
_FANDOL: Mapping[Role, tuple[str, ...]] = {
    "biaosong": ("FandolSong",),
    "fangsong": ("FandolFang R",),
    "kaiti": ("FandolKai",),
    "heiti": ("FandolHei",),
    "songti": ("FandolSong",),
}
_NOTO: Mapping[Role, tuple[str, ...]] = {
    "biaosong": ("Noto Serif SC", "Noto Sans SC"),
    "fangsong": ("Noto Serif SC", "Noto Sans SC"),
    "kaiti": ("Noto Serif SC", "Noto Sans SC"),
    "heiti": ("Noto Sans SC", "Noto Serif SC"),
    "songti": ("Noto Serif SC", "Noto Sans SC"),
}
# The bundled Noto is a regional cut without characters such as 𠮷. What else may draw them, when it is there:
# Debian's fonts-noto-cjk (full) and the Japanese cut of the same family.
_RARE_DIRS = (Path("/usr/share/fonts/opentype/noto"),)
_RARE_MODULE = "pylopdf_fonts_jp"
_RARE = ("Noto Serif CJK SC", "Noto Sans CJK SC", "Noto Serif JP")
_NAMES: Mapping[Tier, Mapping[Role, tuple[str, ...]]] = {"office": _OFFICE, "fandol": _FANDOL, "noto": _NOTO}
_CHINESE: Mapping[Role, str] = {
    "biaosong": "小标宋",
    "fangsong": "仿宋",
    "kaiti": "楷体",
    "heiti": "黑体",
    "songti": "宋体",
}


@dataclass(frozen=True, slots=True)
class FontSet:
    """Folders to load and, for each role, the families to try glyph by glyph, with the tier of the first."""

    folders: tuple[Path, ...]
    families: Mapping[Role, tuple[str, ...]]
    tiers: Mapping[Role, Tier]
    loaded: typst.Fonts

    @property
    def tier(self) -> Tier:
        """The tier of the 正文 (仿宋)."""
        return self.tiers["fangsong"]

    @property
    def note(self) -> str:
        """What a reader should know about the fonts, in Chinese; empty when all are the office's own."""
        free = [_CHINESE[role] for role, tier in self.tiers.items() if tier == "fandol"]
        poor = [_CHINESE[role] for role, tier in self.tiers.items() if tier == "noto"]
        parts = [f"{'、'.join(free)}以开源 Fandol 字体代替"] if free else []
        parts += [f"{'、'.join(poor)}以思源字体代替"] if poor else []
        return f"本件{'，'.join(parts)}；装入本单位正版公文字体后重新生成即为标准字体。" if parts else ""


def find_fonts(
    office: Path | None, tiers: tuple[Tier, ...] = ALL_TIERS, fandol: tuple[Path, ...] = FANDOL_DIRS
) -> FontSet:
    """The fonts at hand. Missing folders are skipped; the bundled Noto is always last, whatever ``tiers`` says.

    The result is kept for the life of the process: restart after putting new fonts into the folder.
    """
    folders = [office] if office and "office" in tiers else []
    folders += list(fandol) if "fandol" in tiers else []
    present = tuple(folder for folder in [*folders, *_rare_folders()] if folder.is_dir())
    return _load(present, tuple(tier for tier in ALL_TIERS if tier in tiers or tier == "noto"))


def _rare_folders() -> list[Path]:
    module = find_spec(_RARE_MODULE)
    return [*_RARE_DIRS, *(Path(place) for place in (module and module.submodule_search_locations) or ())]


@lru_cache(maxsize=8)
def _load(folders: tuple[Path, ...], tiers: tuple[Tier, ...]) -> FontSet:
    paths = (*folders, bundled.serif_path().parent)
    loaded = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(paths))
    known = {family.casefold() for family in loaded.families()}
    families: dict[Role, tuple[str, ...]] = {}
    first: dict[Role, Tier] = {}
    for role in _CHINESE:
        found = [(name, tier) for tier in tiers for name in _NAMES[tier][role] if name.casefold() in known]
        families[role] = (*(name for name, _ in found), *(name for name in _RARE if name.casefold() in known))
        first[role] = found[0][1]
    return FontSet(paths, families, first, loaded)
