"""
A notebook that was a notebook
==============================

It comes from Colab, with a line for IPython alone.
"""

# %%
# Show figures below.

%matplotlib inline
