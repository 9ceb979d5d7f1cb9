"""`AdaptImages`: what an earlier fit says about the galaxies of a new one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.fit.galaxy_paths import ByPath, path_from
from autolens_like.structures.array import Array2D
from autolens_like.structures.mask import Mask2D

#: Smallest value of an image over its largest: a pixelized source may be below zero
#: where it is dark, and an image that is zero there would leave a mesh without pixels.
MINIMUM_SHARE = 0.01


class AdaptImages:
    """Images, and centres of source pixels, that pixelizations adapt to.

    They are kept by galaxy, for a `FitImaging` of these very galaxies, or by the path
    of the galaxy in a model, such as ("galaxies", "source"), for an `AnalysisImaging`,
    whose galaxies are made anew for every likelihood.

    Parameters
    ----------
    galaxy_image_dict
        The lensed image of a galaxy without the light of the others, by galaxy.
    galaxy_name_image_dict
        The same by path. "('galaxies', 'source')" and "galaxies.source" are
        understood too.
    galaxy_image_plane_mesh_grid_dict
        (M, 2) centres of its source pixels in the image plane [arcsec], by galaxy.
    galaxy_name_image_plane_mesh_grid_dict
        The same by path.
    galaxy_path_list
        The paths of the galaxies of a tracer, in its order, by which a `FitImaging`
        finds what is kept by path.

    Examples
    --------
    >>> images = AdaptImages(galaxy_name_image_dict={("galaxies", "source"): None})
    >>> list(images.galaxy_name_image_dict)
    [('galaxies', 'source')]
    """

    def __init__(
        self,
        galaxy_image_dict: Mapping[Any, Array2D] | None = None,
        galaxy_name_image_dict: Mapping[Any, Array2D] | None = None,
        galaxy_image_plane_mesh_grid_dict: Mapping[Any, Any] | None = None,
        galaxy_name_image_plane_mesh_grid_dict: Mapping[Any, Any] | None = None,
        galaxy_path_list: Iterable[Any] | None = None,
    ) -> None:
        self.galaxy_image_dict = dict(galaxy_image_dict or {})
        self.galaxy_name_image_dict = ByPath(galaxy_name_image_dict)
        self.galaxy_image_plane_mesh_grid_dict = dict(
            galaxy_image_plane_mesh_grid_dict or {}
        )
        self.galaxy_name_image_plane_mesh_grid_dict = ByPath(
            galaxy_name_image_plane_mesh_grid_dict
        )
        self.galaxy_path_list = [path_from(path) for path in galaxy_path_list or []]

    @classmethod
    def from_result(cls, result: Any, use_model_images: bool = False) -> AdaptImages:
        """What a result says about its galaxies, by their paths.

        Parameters
        ----------
        result
            The result of an earlier search; the new model has its galaxies at the same
            paths.
        use_model_images
            Take the blurred model images of the galaxies; by default the data without
            the other galaxies over the noise. What is below a hundredth of the peak is
            raised to it, and a galaxy without light is left out.
        """
        images = galaxy_name_image_dict_via_result_from(result, use_model_images)
        return cls(galaxy_name_image_dict=images)

    def of_galaxies(self, galaxies: Mapping[Any, Any]) -> AdaptImages:
        """The same, with what is kept by path kept by galaxy as well.

        Parameters
        ----------
        galaxies
            Galaxies by path; paths of which nothing is known are passed over.
        """
        images, grids = {}, {}
        for path, galaxy in galaxies.items():
            if path in self.galaxy_name_image_dict:
                images[galaxy] = self.galaxy_name_image_dict[path]
            if path in self.galaxy_name_image_plane_mesh_grid_dict:
                grids[galaxy] = self.galaxy_name_image_plane_mesh_grid_dict[path]
        return AdaptImages(
            {**self.galaxy_image_dict, **images},
            self.galaxy_name_image_dict,
            {**self.galaxy_image_plane_mesh_grid_dict, **grids},
            self.galaxy_name_image_plane_mesh_grid_dict,
            self.galaxy_path_list,
        )

    def in_order_of(self, galaxies: Iterable[Any]) -> AdaptImages:
        """The same, with what belongs to these galaxies kept by their number as well.

        The galaxies of a JAX program are other objects than those that entered it, in
        the same order. Where there is a `galaxy_path_list`, it has their paths.
        """
        galaxies = list(galaxies)
        named = self
        if self.galaxy_path_list:
            pairs = zip(self.galaxy_path_list, galaxies, strict=True)
            named = self.of_galaxies(dict(pairs))
        images, grids = named.galaxy_image_dict, named.galaxy_image_plane_mesh_grid_dict
        return AdaptImages(
            {**images, **_by_number(images, galaxies)},
            self.galaxy_name_image_dict,
            {**grids, **_by_number(grids, galaxies)},
            self.galaxy_name_image_plane_mesh_grid_dict,
            self.galaxy_path_list,
        )

    def check_mask(self, mask: Mask2D) -> None:
        """Refuse images of another mask than the data.

        Raises
        ------
        PixelizationException
            There is one; the message names its galaxy.
        """
        for path, image in self.galaxy_name_image_dict.items():
            _require_mask(image, mask, f"the galaxy {'.'.join(path)}")
        for image in self.galaxy_image_dict.values():
            _require_mask(image, mask, "a galaxy")

    def image_of(self, galaxy: Any, mask: Mask2D) -> np.ndarray | None:
        """(N,) image of a galaxy, or of its number, None without one.

        Raises
        ------
        PixelizationException
            It is of another mask than the data.
        """
        image = self.galaxy_image_dict.get(galaxy)
        if image is None:
            return None
        _require_mask(image, mask, "a galaxy")
        return image.slim.array

    def centres_of(self, galaxy: Any) -> tuple[np.ndarray, np.ndarray] | None:
        """y and x (M,) of the centres of a galaxy's pixels, None without them.

        As in `image_of`, `galaxy` is one or its number.
        """
        grid = self.galaxy_image_plane_mesh_grid_dict.get(galaxy)
        if grid is None:
            return None
        values = np.asarray(getattr(grid, "array", grid), dtype=float)
        if values.ndim != 2 or values.shape[1] != 2:
            raise exc.PixelizationException(
                f"Centres of source pixels of shape {values.shape} came; give (M, 2) "
                "coordinates (y, x)."
            )
        return values[:, 0], values[:, 1]

    def identity(self) -> dict[str, Any]:
        """What tells these images from others, for the folder of a fit."""
        tables = {
            "images": (self.galaxy_image_dict, self.galaxy_name_image_dict),
            "centres": (
                self.galaxy_image_plane_mesh_grid_dict,
                self.galaxy_name_image_plane_mesh_grid_dict,
            ),
        }
        # Galaxies by their contents: where one lies in memory is no identity.
        return {
            name: [[repr(key), np.array(getattr(value, "array", value), dtype=float)]
                   for table in pair for key, value in table.items()]
            for name, pair in tables.items()
        }  # fmt: skip


def _by_number(values: Mapping[Any, Any], galaxies: list[Any]) -> dict[int, Any]:
    """What is kept of the galaxies of a list, by their place in it."""
    return {i: values[one] for i, one in enumerate(galaxies) if one in values}


def galaxy_name_image_dict_via_result_from(
    result: Any, use_model_images: bool = False
) -> ByPath:
    """The images of `AdaptImages.from_result`, by the paths of their galaxies.

    Parameters
    ----------
    result, use_model_images
        As there.
    """
    images = (
        result.model_image_galaxy_dict
        if use_model_images
        else result.subtracted_signal_to_noise_map_galaxy_dict
    )
    bright = {path: image for path, image in images.items() if np.max(image) > 0.0}
    return ByPath({path: floored(image) for path, image in bright.items()})


def floored(image: Array2D, share: float = MINIMUM_SHARE) -> Array2D:
    """An image with nothing below a share of its largest value.

    Raises
    ------
    PixelizationException
        It is nowhere above zero.
    """
    values = image.slim.array
    largest = float(values.max())
    if not largest > 0.0:
        raise exc.PixelizationException(
            "The image of a galaxy is nowhere above zero, so that nothing can adapt to "
            "it; look at the fit that it comes from, or leave this galaxy out."
        )
    return Array2D(np.maximum(values, share * largest), image.mask)


def _require_mask(image: Any, mask: Mask2D, owner: str) -> None:
    if isinstance(image, Array2D) and np.array_equal(image.mask.array, mask.array):
        return
    raise exc.PixelizationException(
        f"The adapt image of {owner} must be an Array2D with the mask of the data; a "
        f"{type(image).__name__} of shape {np.shape(image)} came. Apply the mask of "
        "the data to the dataset of the earlier fit, or to the image."
    )
