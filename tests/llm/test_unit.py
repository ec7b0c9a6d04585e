import asyncio

from leanin.llm.unit import Unit, current_unit, unit_of_work


def test_outside_of_any_there_is_none_and_an_inner_one_ends_with_its_block() -> None:
    assert current_unit() is None
    with unit_of_work(Unit()) as outer:
        with unit_of_work(Unit(epoch=2)) as inner:
            assert current_unit() is inner
        assert current_unit() is outer
    assert current_unit() is None


async def test_tasks_keep_the_unit_that_they_were_begun_in() -> None:
    async def seen() -> Unit | None:
        await asyncio.sleep(0)
        return current_unit()

    with unit_of_work(Unit()) as first:
        task = asyncio.create_task(seen())
    with unit_of_work(Unit()) as second:
        assert (await task, await asyncio.create_task(seen())) == (first, second)
    assert first is not second


def test_it_counts_each_question_by_itself() -> None:
    unit = Unit()
    assert [unit.occurrence(question) for question in (b"a", b"b", b"a", b"a", b"b")] == [0, 0, 1, 2, 1]
    assert Unit().occurrence(b"a") == 0
