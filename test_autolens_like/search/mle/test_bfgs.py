from autolens_like.search.mle.bfgs import BFGS
from test_autolens_like.search.fakes import Banana, box_model


def test_the_end_of_a_curved_valley_is_reached(tmp_path):
    search = BFGS("fit", output_path=tmp_path, silence=True)
    result = search.fit(box_model(), Banana())
    assert result.samples.info["converged"]
    # A prior of width 4 pulls it a little.
    assert result.log_likelihood > -0.05
    assert BFGS(tol=1e-2).gtol == 1e-2
