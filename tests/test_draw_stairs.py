"""The staircase of networks: as high as their layers, with errors as long as they are large."""

import numpy as np
import pytest
from moved import JA, finish, number, same_at_half, same_picture

from chainreel.draw.charts.stairs import ERROR_PX, FLOOR, LAYER_SHARE, TALL, Stairs, Step
from chainreel.draw.part.staging import glyphs_of
from chainreel.errors import InputError, UnknownNumber
from chainreel.theme import px
from chainreel.words import Words


def words(text: str) -> Words:
    return Words((text,), "ja")


def step(layers: float, error: float | None = None, **options: object) -> Step:
    percent = {} if error is None else {"error": number(error), "error_told": words("誤り")}
    named = [words(name) for name in ("網", "年", "層", "重み")]
    return Step(named[0], named[1], number(layers), named[2], named[3], words("工夫"), **percent, **options)  # type: ignore[arg-type]


def stairs() -> Stairs:
    steps = [step(5), step(8, 16.0), step(22, 8.0, exits=(number(9),))]
    return Stairs(JA, steps, number(24), words("重み"), words("誤り"))


def built() -> Stairs:
    part = stairs()
    for index in range(3):
        finish(part.raise_step(index))
    finish(part.show_errors())
    return part


def test_a_step_is_as_high_as_its_layers() -> None:
    """One layer is 1/24 of the height: twenty-two are twenty-two times as high, less the last gap."""
    part = built()
    pitch = px(TALL) / 24
    for tower, layers in zip(part.towers, (5, 8, 22), strict=True):
        assert tower.height == pytest.approx(pitch * (layers - 1 + LAYER_SHARE))


def test_stepping_back_shrinks_every_step_alike() -> None:
    """With twice as many layers in the height, each step is half as high."""
    part = built()
    before = [tower.height for tower in part.towers]
    finish(part.step_back(number(48)))
    assert np.allclose([tower.height for tower in part.towers], np.array(before) / 2)


def test_a_side_exit_lets_a_gradient_in_and_goes_when_steps_get_low() -> None:
    """Its arrow ends on the step, from the right, at the height of its layer; stepping back it fades."""
    part = built()
    finish(part.tell_trick(2))
    (exit_,), tower = part.exits[2], part.towers[2]
    assert exit_ in part.submobjects
    assert exit_.get_left()[0] == pytest.approx(tower.get_right()[0])
    assert exit_.get_y() == pytest.approx(part.point(0, FLOOR - 9 * TALL / 24)[1])
    finish(part.step_back(number(48)))
    assert exit_ not in part.submobjects


def test_errors_are_as_long_as_they_are_large() -> None:
    """A step without an error has no bar."""
    part = built()
    first, second, third = part.bars
    assert first is None
    assert second is not None
    assert third is not None
    assert second.width == pytest.approx(px(16 * ERROR_PX))
    assert second.width == pytest.approx(2 * third.width)


def test_a_step_comes_with_what_is_known_of_it() -> None:
    """Before it is raised nothing of it is drawn."""
    part = stairs()
    nothing = len(part.submobjects)
    finish(part.raise_step(0))
    assert len(part.submobjects) > nothing
    assert part.texts[0][0] in part.submobjects
    assert part.texts[1][0] not in part.submobjects


def test_the_name_of_the_weights_comes_with_the_first_of_them() -> None:
    """It fades in as the first step rises."""
    part = stairs()
    for grown, wanted in (({0: 0.5}, 0.5), ({0: 1.0, 1: 0.1}, 1.0)):
        part.take(grown=grown)
        assert glyphs_of(part.heads[0])[0].get_fill_opacity() == pytest.approx(wanted)


def test_frames_do_not_depend_on_the_frames_before() -> None:
    """Neither of a step that is raised nor of a trick that is told."""
    assert same_at_half(stairs, lambda part: part.raise_step(2))
    assert same_at_half(built, lambda part: part.tell_trick(2))
    assert same_picture(built(), built())


def test_an_error_needs_its_words() -> None:
    """A bar never stands without its number."""
    bare = Step(*[words("網")] * 2, number(5), *[words("層")] * 2, error=number(3))
    with pytest.raises(InputError, match="as words"):
        Stairs(JA, [bare], number(24), words("重み"), words("誤り"))


def test_a_step_without_an_error_may_say_why() -> None:
    """The words stand where the bar would, quietly, and come with the errors; nothing else is drawn."""
    told = Step(*[words("網")] * 2, number(5), *[words("層")] * 2, error_told=words("別のデータ"))
    part = Stairs(JA, [told, step(8, 16.0)], number(24), words("重み"), words("誤り"))
    finish(part.raise_step(0))
    reason = part.texts[0][4]
    assert reason not in part.submobjects
    finish(part.show_errors())
    assert reason in part.submobjects
    assert part.bars[0] is None
    assert reason.get_left()[0] == pytest.approx(part.texts[0][3].get_left()[0], abs=px(4))


def test_layers_need_a_source() -> None:
    """A height shows a number."""
    with pytest.raises(UnknownNumber):
        Stairs(
            JA, [Step(*[words("網")] * 2, 5, *[words("層")] * 2)], number(24), words("重み"), words("誤り")
        )  # type: ignore[arg-type]
