"""The workshop's worked examples: every case is run, or named as not yet implemented; none is silently ignored."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from kefu.methods import pooling
from kefu.methods.attribution import lmdi, mix_and_rate, shapley
from kefu.methods.change import false_discovery, laney, prediction_limit, season, xmr
from kefu.methods.ranking import funnel, shrinkage
from kefu.methods.survey import nps, proportion, sample_size

CASES_FILE = Path(__file__).resolve().parents[2].parent / "shared" / "cases" / "statistics_cases.json"
CASES: list[dict[str, Any]] = json.loads(CASES_FILE.read_text("utf-8")) if CASES_FILE.exists() else []

Answer = dict[str, Any]


def floats(values: list[float | None]) -> NDArray[np.float64]:
    return np.array(values, dtype=np.float64)


def mix_and_rate_case(given: Answer) -> Answer:
    n0, r0, n1, r1 = (floats(given[name]) for name in ("n0", "r0", "n1", "r1"))
    found = mix_and_rate.split(n0, r0, n1, r1, v0=r0 * (1 - r0), v1=r1 * (1 - r1))
    delta, mix, rate = found.after - found.before, float(found.mix.sum()), float(found.rate.sum())
    return {
        "R0": found.before, "R1": found.after, "mix": found.mix, "rate": found.rate, "total": found.total,
        "delta": delta, "mix_sum": mix, "rate_sum": rate, "rate_se": found.rate_se,
    }  # fmt: skip


def lmdi_case(given: Answer) -> Answer:
    effects = lmdi.split(np.array(given["f0"], float), np.array(given["f1"], float))
    return {"volume": effects[0], "share": effects[1], "rate": effects[2], "total": effects.sum()}


def shapley_case(given: Answer) -> Answer:
    names = list(given["x0"])
    before, after = (floats([given[side][name] for name in names]) for side in ("x0", "x1"))
    effects = shapley.split(lambda factors: float(factors.prod()), before, after)
    return {**dict(zip(names, effects, strict=True)), "total": effects.sum()}


def xmr_case(given: Answer) -> Answer:
    found = xmr.limits(floats(given["x"]))
    return {
        "mean": found.mean, "mean_mr": found.mean_range, "upper": found.upper, "lower": found.lower,
        "mr_upper": found.range_upper,
    }  # fmt: skip


def flat_prediction_case(given: Answer) -> Answer:
    baseline = floats(given["baseline"])
    verdicts = [prediction_limit.judge(new, baseline) for new in given["new"]]
    first = verdicts[0]
    assert first.expected is not None
    assert first.upper is not None
    return {
        "mean": first.expected, "sd": baseline.std(ddof=1), "half": first.upper - first.expected,
        "flag": [verdict.level == "real" for verdict in verdicts],
    }  # fmt: skip


def seasonal_prediction_case(given: Answer) -> Answer:
    x = floats(given["x"])
    fit, verdict = season.fit(x[:-1]), prediction_limit.judge(x[-1], x[:-1])
    assert verdict.expected is not None
    assert verdict.upper is not None
    return {
        "coef": fit.coefficients, "fitted_last": verdict.expected, "sd": fit.sd,
        "half": verdict.upper - verdict.expected, "flag": verdict.level == "real",
    }  # fmt: skip


def laney_case(given: Answer) -> Answer:
    found = laney.limits(floats(given["x"]), floats(given["n"]))
    return {"pbar": found.centre, "sigma_z": found.sigma_z, "ucl": found.upper[0], "lcl": found.lower[0]}


def false_discovery_case(given: Answer) -> Answer:
    return {"adj": false_discovery.adjusted(floats(given["p"]))}


def pooled_case(given: Answer) -> Answer:
    found = pooling.pool(floats(given["y"]), floats(given["se"]) ** 2)
    return {"Q": found.q, "tau2": found.tau2, "mu": found.mean, "se_mu": found.standard_error}


def shrinkage_case(given: Answer) -> Answer:
    found = shrinkage.shrink(floats(given["y"]), floats(given["se"]) ** 2)
    pooled = found.pooled
    return {
        "Q": pooled.q, "tau2": pooled.tau2, "mu": pooled.mean,
        "shrink": found.pull, "est": found.estimate, "se": found.standard_error,
    }  # fmt: skip


def wilson_case(given: Answer) -> Answer:
    return {"ci": [proportion.wilson(k, n) for k, n in given["cases"]]}


def funnel_case(given: Answer) -> Answer:
    found = funnel.funnel(floats(given["x"]), floats(given["n"]))
    assert found is not None
    return {"z": found.z, "phi": found.overdispersion, "z_adj": found.adjusted}


def nps_case(given: Answer) -> Answer:
    found = nps.Nps(**given)
    return {"nps": found.value, "se": found.standard_error, "wald": found.wald(), "adj": found.interval()}


def nps_change_case(given: Answer) -> Answer:
    found = nps.compare(nps.Nps(*given["a"]), nps.Nps(*given["b"]))
    assert found is not None
    return {"diff": found.difference, "z": found.z, "p": found.p_value}


def two_proportions_case(given: Answer) -> Answer:
    found = proportion.compare(*given["a"], *given["b"])
    assert found is not None
    return {"z": found.z, "p": found.p_value}


def sample_size_case(given: Answer) -> Answer:
    finite = sample_size.of_population(given["e"], given["N"], share=given["p"])
    return {
        "n_inf": sample_size.of_many(given["e"], share=given["p"]), "n_fpc": finite,
        "n": sample_size.invitations(finite, response_rate=1.0),
    }  # fmt: skip


RUN: dict[str, Callable[[Answer], Answer]] = {
    "1 kitagawa mix/rate, reference-centred mix": mix_and_rate_case,
    "1 kitagawa new segment appears (pure mix)": mix_and_rate_case,
    "1 Simpson: every segment improves, total falls": mix_and_rate_case,
    "1 LMDI-I additive, factors volume x share x rate": lmdi_case,
    "1 Shapley of product vol*aht*repeat": shapley_case,
    "2 XmR limits": xmr_case,
    "2 t prediction limit for the next month (recommended rule)": flat_prediction_case,
    "2 seasonal t prediction (intercept + harmonic pair)": seasonal_prediction_case,
    "2 Laney p' chart": laney_case,
    "2 Benjamini-Hochberg adjusted p": false_discovery_case,
    "5 DerSimonian-Laird on eight schools": pooled_case,
    "5 normal EB shrinkage of agent scores": shrinkage_case,
    "5 Wilson interval": wilson_case,
    "5 funnel z with winsorised overdispersion (10%)": funnel_case,
    "6 NPS CI": nps_case,
    "6 NPS month-to-month change": nps_change_case,
    "6 two-proportion z": two_proportions_case,
    "6 sample size": sample_size_case,
}

NOT_YET = {
    "1 RiskLoc tiny cube 4x5x3", "1 RiskLoc benchmark floor",
    # Its t rule is held to the promise in test_prediction_limit; the five rules it is compared with are not offered.
    "2 rule false alarm rates (simulation, 24 months, last point)",
    "3 CN calendar 2026", "3 sMAPE/MASE definitions",
    "4 Erlang B", "4 Erlang C", "4 staffing (pyworkforce README example)", "4 staffing search",
    "4 Erlang A (abandonment)",
    "6 Neyman allocation", "6 raking 2x2", "6 driver analysis",
    "7 Cramer's V and Theil's U", "7 association rule",
    "8 BG/NBD on CDNOW (2357 customers, frequency/recency/T weeks)", "8 diff-in-diff 2x2", "8 RFM quintile scoring",
    "9 ITS segmented regression (1, t-8, step)", "9 coverage of a 95% CI for a step (simulation)",
    "10 EOQ", "10 newsvendor normal", "10 (s,S) exact, Poisson(6), h=1 p=4 K=5", "10 (r,Q) exact Poisson",
    "10 base stock by fill rate", "10 Croston/SBA/TSB alpha=.1 beta=.1",
    "10 turnover / days of stock / service stock",
    "11 Weibull MLE right-censored", "11 Kaplan-Meier 6-MP (Freireich)",
    "11 batch early warning (Poisson tail, MIS-adjusted exposure)",
    "12 DFG, rework, variants",
    "13 M/M/c non-preemptive priority", "13 M/M/1 non-preemptive priority", "13 assignment",
}  # fmt: skip

HERE = [case for case in CASES if case["topic"] in RUN]


@pytest.mark.shared
@pytest.mark.skipif(not CASES, reason=f"the shared cases are not here: {CASES_FILE}")
def test_every_case_is_run_or_named_as_not_yet_implemented() -> None:
    topics = {case["topic"] for case in CASES}
    assert topics - RUN.keys() - NOT_YET == set(), "new topics: add a function to RUN, or the name to NOT_YET"
    assert (RUN.keys() | NOT_YET) - topics == set(), "topics that are no longer in the file"
    assert RUN.keys() & NOT_YET == set()


@pytest.mark.shared
@pytest.mark.skipif(not CASES, reason=f"the shared cases are not here: {CASES_FILE}")
@pytest.mark.parametrize("case", HERE, ids=[f"{n}: {case['topic']}" for n, case in enumerate(HERE)])
def test_the_worked_example_comes_out(case: dict[str, Any]) -> None:
    answer = RUN[case["topic"]](case["input"])
    for name, expected in case["expected"].items():
        np.testing.assert_allclose(
            np.asarray(answer[name], float), np.asarray(expected, float), rtol=0, atol=case["tol"], err_msg=name
        )
