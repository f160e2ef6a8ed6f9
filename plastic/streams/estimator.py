"""What scikit-learn's tools ask of any detector, without scikit-learn.

Its conventions for outliers: the lower :meth:`score_samples`, the odder; below 0 in
:meth:`decision_function` is -1 in :meth:`predict`, an outlier.
"""

from __future__ import annotations

import datetime as dt
import inspect
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from .._support.paths import as_path
from .._support.short import short
from ..errors import ParameterError, SampleError
from . import kept
from .odds import as_rate, as_score
from .tabular import columns

if TYPE_CHECKING:
    from typing_extensions import Self


class Estimator:
    """What is an estimator of outliers as scikit-learn knows them.

    Who inherits takes its parameters by keyword and stores them as they were given.
    """

    threshold: str | float

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Give the parameters by name.

        Parameters
        ----------
        deep : bool, default True
            Is not looked at: scikit-learn's tools give it.

        Examples
        --------
        >>> import plastic
        >>> plastic.SessionDetector(window=100).get_params()["window"]
        100
        """
        return {name: getattr(self, name) for name in self._parameters()}

    def set_params(self, **params: Any) -> Self:
        """Change parameters; what was learned is forgotten with the next ``fit``.

        Raises
        ------
        ParameterError
            There is no such parameter.

        Examples
        --------
        >>> import plastic
        >>> plastic.SessionDetector().set_params(window=100).window
        100
        """
        known = self._parameters()
        for name in params:
            if name not in known:
                raise ParameterError(
                    f"there is no parameter {short(name)}: there are {', '.join(known)}"
                )
        for name, value in params.items():
            setattr(self, name, value)
        return self

    @classmethod
    def _parameters(cls) -> list[str]:
        return [*inspect.signature(cls).parameters]

    @property
    def offset_(self) -> float:
        """The threshold as :meth:`score_samples` counts: what is below is odd."""
        rate = as_rate(self.threshold)
        return -as_score(-np.log(rate))

    def score_samples(self, X: Any) -> Any:
        """Give minus the score of each: the lower, the odder.

        Examples
        --------
        >>> import plastic
        >>> detector = plastic.SessionDetector().fit([("open", "close")] * 30)
        >>> common, odd = detector.score_samples([("open", "close"), ("close",)])
        >>> bool(common > odd)
        True
        """
        raise NotImplementedError

    def decision_function(self, X: Any) -> Any:
        """Give :meth:`score_samples` less :attr:`offset_`: below 0 is odd.

        Examples
        --------
        >>> import plastic
        >>> detector = plastic.SessionDetector().fit([("open", "read", "close")] * 40)
        >>> detector.decision_function([("open", "read", "close"), ("open",)]) > 0
        array([ True, False])
        >>> float(detector.offset_)  # is taken off: alarms are below 0
        -0.5
        """
        return self.score_samples(X) - self.offset_

    def predict(self, X: Any) -> Any:
        """Give -1 for what is odd, 1 for all else.

        Examples
        --------
        >>> import plastic
        >>> detector = plastic.SessionDetector().fit([("open", "read", "close")] * 40)
        >>> detector.predict([("open", "read", "close"), ("open",)])
        array([ 1, -1])
        """
        odd = self.decision_function(X) < 0
        if isinstance(odd, np.ndarray):
            return np.where(odd, -1, 1)
        return odd.map({True: -1, False: 1})  # a Series, its index kept

    def fit(self, X: Any, y: object = None) -> Self:
        """Forget all and learn these.

        Examples
        --------
        >>> import plastic
        >>> plastic.SessionDetector().fit([("open", "read", "close")] * 40)
        <SessionDetector: 40 sessions (1 different)>
        """
        raise NotImplementedError

    def fit_predict(self, X: Any, y: object = None) -> Any:
        """Learn these, then :meth:`predict` them.

        Examples
        --------
        >>> import plastic
        >>> sessions = [("open", "read", "close")] * 40 + [("open",)]
        >>> plastic.SessionDetector().fit_predict(sessions).tolist()[-2:]
        [1, 1]
        """
        return self.fit(X).predict(X)

    def _note_columns(self, X: Any) -> None:
        """Remember the columns of the first table, and ask all others for the same."""
        found = columns(X)
        if found is None:
            return
        known = getattr(self, "n_features_in_", None)
        if known is None:
            self.n_features_in_ = len(found)
            if all(isinstance(name, str) for name in found):
                self.feature_names_in_ = np.array(found, object)
        elif known != len(found):
            raise SampleError(
                f"X has {len(found)} features, but {type(self).__name__} is expecting "
                f"{known} features as input"
            )
        names = getattr(self, "feature_names_in_", None)
        is_named = bool(found) and isinstance(found[0], str)
        if names is not None and is_named and [*names] != found:
            raise SampleError(
                "The feature names should match those that were passed during fit: "
                f"{', '.join(names)}"
            )

    # Kept in a file ------------------------------------------------------------------

    @property
    def state(self) -> dict[str, Any]:
        """All that it knows, as JSON can hold it."""
        raise NotImplementedError

    def restore(self, state: Mapping[str, Any]) -> None:
        """Know what another one knew when this was its :attr:`state`.

        Examples
        --------
        >>> import json, plastic
        >>> detector = plastic.SessionDetector().fit([("open", "close")] * 30)
        >>> other = plastic.SessionDetector()
        >>> other.restore(json.loads(json.dumps(detector.state)))
        >>> len(other)
        30
        """
        raise NotImplementedError

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write all that it knows to a file, in place of the one before.

        Parameters
        ----------
        path : str or os.PathLike
            The file: JSON.

        Raises
        ------
        DataError
            It cannot be written.
        SampleError
            It holds a symbol of a type that no file can hold.

        Examples
        --------
        >>> import os, plastic, tempfile
        >>> path = os.path.join(tempfile.mkdtemp(), "sessions.json")
        >>> plastic.SessionDetector().fit([("open", "close")] * 30).save(path)
        >>> len(plastic.SessionDetector.load(path))
        30
        """
        params = self.get_params()
        if isinstance(params["window"], dt.timedelta):
            params["window"] = {"seconds": params["window"].total_seconds()}
        content = {"params": params, "state": self.state}
        kept.write(as_path(path), type(self).__name__, content)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Self:
        """Read one that :meth:`save` wrote: it goes on as that one would have.

        Costs as much as learning what it holds.

        Raises
        ------
        DataNotFoundError
            There is no such file.
        DataError
            It is something else, is damaged, or of a later version.

        Examples
        --------
        >>> import os, plastic, tempfile
        >>> path = os.path.join(tempfile.mkdtemp(), "sessions.json")
        >>> plastic.SessionDetector().fit([("open", "close")] * 30).save(path)
        >>> plastic.SessionDetector.load(path)
        <SessionDetector: 30 sessions (1 different)>
        """
        place = as_path(path)
        content = kept.read(place, cls.__name__)
        try:
            params = content["params"]
            if isinstance(params["window"], dict):
                params["window"] = dt.timedelta(**params["window"])
            made = cls(**params)
            made.restore(content["state"])
        except kept.DAMAGE as error:
            raise kept.damaged(place, error) from error
        return made

    def _for_sklearn(self, **inputs: Any) -> Any:
        """Give scikit-learn's tags, of inputs of some kind; only it asks."""
        from sklearn.utils import InputTags, Tags, TargetTags

        return Tags(
            estimator_type="outlier_detector",
            target_tags=TargetTags(required=False),
            input_tags=InputTags(**inputs),
        )
