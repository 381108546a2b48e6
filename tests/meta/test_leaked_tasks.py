"""The check for leaked tasks bites: a test that leaves one running fails, one that waits for it does not."""

from __future__ import annotations

import asyncio

import anyio
import pytest
from tests.conftest import leaving_no_task


@pytest.mark.anyio
async def test_a_task_left_running_is_found() -> None:
    stray: list[asyncio.Task[None]] = []

    async def careless() -> None:
        stray.append(asyncio.get_running_loop().create_task(asyncio.sleep(60)))

    with pytest.raises(AssertionError, match="tasks still running"):
        await leaving_no_task(careless)()
    stray[0].cancel()
    with pytest.raises(asyncio.CancelledError):
        await stray[0]


@pytest.mark.anyio
async def test_a_task_group_leaves_nothing() -> None:
    async def careful() -> None:
        async with anyio.create_task_group() as group:
            group.start_soon(anyio.sleep, 0)

    await leaving_no_task(careful)()
