"""Keeps a trained model in a file of plain arrays, so that a start need not train.

No pickles: whoever can write into the data folder must not thereby run code in the bot.
"""

import json
import math
import os
import tempfile
import zipfile
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.text.label_model import LabelModel
from bot.text.reading import FAMILIES
from bot.text.slips import Slips
from bot.text.vocabulary import Vocabulary

_ARRAYS: Final = ("margins", "leads", "reports", "intercepts", "sureness")


class DamagedModelError(Exception):
    """A file holds no model that could be used."""


def write_model(file: Path, model: LabelModel) -> None:
    """Write a model; a reader sees the whole file or none of it, however many write at once.

    Raises:
        OSError: the file can't be written.

    """
    file.parent.mkdir(parents=True, exist_ok=True)
    plain = {
        "ids": model.ids,
        "sizes": model.vocabulary.sizes,
        "words": model.slips.counts,
        "threshold": model.threshold,
    }
    names = json.dumps(plain).encode()
    arrays = {name: getattr(model, name) for name in _ARRAYS}
    descriptor, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            np.savez(
                stream,
                names=np.frombuffer(names, dtype=np.uint8),
                keys=model.vocabulary.keys,
                rarity=model.vocabulary.rarity,
                **arrays,
            )
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(file)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def read_model(file: Path) -> LabelModel:
    """Return the model that a file holds.

    Raises:
        DamagedModelError: the file is cut off, altered, or of another form.
        OSError: the file can't be read.

    """
    try:
        # NumPy leaves a file open that it can't make sense of, unless it is given an open one.
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        return _model(arrays)
    except (ValueError, KeyError, TypeError, EOFError, AttributeError, zipfile.BadZipFile) as error:
        raise DamagedModelError(str(error)) from error


def _model(arrays: dict[str, NDArray[np.generic]]) -> LabelModel:
    names = json.loads(arrays["names"].tobytes())
    ids, sizes = tuple(map(str, names["ids"])), tuple(map(int, names["sizes"]))
    columns, labels = len(arrays["keys"]), len(ids)
    shapes = {
        "rarity": (columns,),
        "margins": (columns, labels),
        "leads": (columns, labels),
        "reports": (columns, 1),
        "intercepts": (labels + 1,),
        "sureness": (2,),
    }
    threshold = float(names["threshold"])
    slips = Slips({str(word): int(count) for word, count in names["words"].items()})
    floats = {}
    for name, shape in shapes.items():
        array = arrays[name]
        if array.shape != shape or array.dtype != np.float32 or not np.isfinite(array).all():
            raise ValueError(f"{name} is not as it should be")
        floats[name] = array.astype(np.float32)
    if arrays["keys"].dtype != np.uint64 or len(sizes) != len(FAMILIES) or sum(sizes) != columns:
        raise ValueError("the vocabulary is not as it should be")
    keys = arrays["keys"].astype(np.uint64)
    rarity = floats.pop("rarity")
    if not math.isfinite(threshold):
        raise ValueError("the threshold is no number")
    return LabelModel(
        ids=ids,
        slips=slips,
        vocabulary=Vocabulary(keys, rarity, sizes),
        threshold=threshold,
        **floats,
    )
