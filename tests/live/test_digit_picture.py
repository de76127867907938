from base64 import b64decode
from io import BytesIO

import numpy as np
import pytest
from numpy.testing import assert_allclose
from PIL import Image

from logitviz.datasets.digits import load_digits
from logitviz.live.digit_picture import enlarged


@pytest.mark.parametrize("index", [0, 450, 898])
def test_a_picture_shows_the_ink_of_its_image(index: int) -> None:
    start, _, body = enlarged(index).partition(",")
    assert start == "data:image/png;base64"
    picture = np.asarray(Image.open(BytesIO(b64decode(body))))
    assert picture.shape == (96, 96)
    ink = load_digits().images[index]
    assert_allclose(picture[6::12, 6::12], 255 * (1 - ink / 16), rtol=0, atol=0.5)
