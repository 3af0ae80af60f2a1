"""Static files under hashed names, compressed once, so that a browser may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, which also rewrites the imports between our JavaScript modules."""

    support_js_module_import_aggregation = True
