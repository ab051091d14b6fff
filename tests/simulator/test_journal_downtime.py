"""A journal that is down for maintenance leaves what comes on the bus, and takes it when it is up again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait

from tests.simulator.journal_kit import PEOPLE, Kit, question


def test_what_comes_meanwhile_is_taken_when_the_journal_is_up() -> None:
    kit = Kit()
    assert kit.done("change_setting", setting="receiving", value="nei")["previous"] == "ja"
    with ThreadPoolExecutor(1) as bus:
        given = bus.submit(kit.give, question(PEOPLE["nora"]))
        assert not wait([given], timeout=0.1).done
        assert kit.entries(PEOPLE["nora"]) == [] and kit.take() == []
        assert kit.done("change_setting", setting="receiving", value="ja")["previous"] == "nei"
        assert wait([given], timeout=60).done
    (receipt,) = kit.take()
    assert receipt.apprec.accepted
    assert len(kit.entries(PEOPLE["nora"])) == 1


def test_a_journal_that_closes_gives_back_what_it_held() -> None:
    kit = Kit()
    kit.done("change_setting", setting="receiving", value="nei")
    with ThreadPoolExecutor(1) as bus:
        given = bus.submit(kit.give, question(PEOPLE["nora"]))
        assert not wait([given], timeout=0.1).done
        kit.journal.close()
        assert wait([given], timeout=60).done
