"""
A pipeline
==========

It shows itself as a diagram where HTML is understood.
"""

# %%
# Two steps.

from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

make_pipeline(StandardScaler(), SVC())
