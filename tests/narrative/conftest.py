"""Property tests here have no deadline: on a shared machine a slow example says nothing about the code."""

from hypothesis import settings

settings.register_profile("kefu", deadline=None)
settings.load_profile("kefu")
