"""
The training loop
=================

Five lines, repeated, teach a model to read handwriting.
We will write them, run them on 1,797 handwritten digits, and test the model on digits that it has never seen.
Then we move one of the lines, and the model will learn faster; for a while.
"""

# %%
# What is there to learn from?
# ----------------------------
#
# scikit-learn, a library for machine learning, ships small pictures of digits, 8 by 8 points each.
# Every picture is a :term:`sample`, and the digit that its writer meant is its :term:`label`.

# sphinx_gallery_before = ["backward_and_the_number_7"]
import torch
from sklearn.datasets import load_digits

from tutorial_utils.lessons.the_training_loop import draw_digits

digits = load_digits()
X = torch.tensor(digits.data, dtype=torch.float32) / 16  # (1797, 64)
y = torch.tensor(digits.target)  # (1797,)

draw_digits(X[:10].view(10, 8, 8), y[:10].tolist(), title="Ten samples")
print(X.shape, y.shape, X.max())

# sphinx_gallery_alt = "Ten coarse grey pictures of handwritten digits in two rows; above them stand their labels, 0 to 9."

# %%
# A row of ``X`` is one picture, its 64 points in a line; grey runs from 0 to 16, and dividing by 16 brings it to at most 1.
#
# Which digits may the model see?
# -------------------------------
#
# A model with enough parameters can learn its samples by heart.
# So we hold some out: 360 digits, drawn at random, that it never learns from.
# ``randperm(n)`` returns the numbers from 0 to ``n - 1`` in random order.

torch.manual_seed(0)
order = torch.randperm(len(X))
held_out, train = order[:360], order[360:]

print(len(train), len(held_out))

# %%
# The other 1437 are for training.
# A ``Dataset`` is anything that has a length and gives a pair ``(sample, label)`` for an index; ``TensorDataset`` makes one out of tensors.
# A ``DataLoader``, our :term:`data loader`, hands the pairs out in :term:`batches <batch>`, shuffled anew each time.

from torch.utils.data import DataLoader, TensorDataset

train_set = TensorDataset(X[train], y[train])
train_loader = DataLoader(train_set, batch_size=32, shuffle=True)

X_batch, y_batch = next(iter(train_loader))
print(len(train_loader), X_batch.shape, y_batch.shape)

# %%
# 45 batches of 32 digits; the last one holds what is left.
#
# What does the model say?
# ------------------------
#
# A :term:`model` is an ``nn.Module``: ``__init__()`` makes its layers, ``forward()`` says how a batch goes through them.
# ``nn.Linear(64, 32)`` is a layer: it multiplies by a matrix of :term:`parameters <parameter>` that makes 32 numbers out of 64, and adds to each of them a parameter of its own.
# ``relu()`` between the layers turns negative numbers into 0; without it, two layers could do no more than one.

from torch import nn


class Reader(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(64, 32)
        self.output = nn.Linear(32, 10)

    def forward(self, X):
        return self.output(self.hidden(X).relu())


torch.manual_seed(1)
model = Reader()
model(X_batch).shape

# %%
# Calling ``model(X)`` runs ``forward()``.
# It answers with ten numbers for each picture, a score for each digit; the highest score is its guess.
# The :term:`accuracy` is the share of guesses that are right.
# Decide before you read on: what share will a model get right that has learned nothing?


def accuracy(model):
    with torch.no_grad():  # guessing needs no gradients
        guesses = model(X[held_out]).argmax(dim=1)  # where the highest score is
    return (guesses == y[held_out]).float().mean().item()


print(f"{accuracy(model):.1%}")

# %%
# Not far from one in ten, as if it rolled a die with ten sides.
#
# Which five lines are the loop?
# ------------------------------
#
# ``loss_fn`` compares the scores with the labels and returns one number: the smaller, the better.
# ``CrossEntropyLoss`` turns the scores into probabilities, and its :term:`loss` is minus the logarithm of the probability of the right digit, averaged over the batch.
# The :term:`optimizer` knows the parameters and will move each of them against its gradient.
# An :term:`epoch` is once through all training samples.

loss_fn = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
num_epochs = 30
losses, accuracies = [], []

for epoch in range(num_epochs):
    total = 0
    for X_batch, y_batch in train_loader:
        optimizer.zero_grad()  # forget the gradients of the batch before
        prediction = model(X_batch)  # forward: (32, 10)
        loss = loss_fn(prediction, y_batch)
        loss.backward()  # one gradient for each parameter
        optimizer.step()  # parameter -= lr * gradient
        total += loss.item() * len(X_batch)  # loss is a mean
    losses.append(total / len(train_set))
    accuracies.append(accuracy(model))

# %%
# Look at the five lines from ``zero_grad()`` to ``step()``: every training program has them at its heart.
# How far did they come?

from tutorial_utils.lessons.the_training_loop import draw_progress

draw_progress(losses, accuracies)
print(f"held-out accuracy {accuracies[-1]:.1%}")

assert accuracies[-1] > 0.95

# sphinx_gallery_alt = "Two charts over 30 epochs. The loss falls steeply at first, then ever more slowly, close to 0. The accuracy on held-out digits climbs steeply within five epochs, then slowly to more than 95 percent."

# %%
# An accuracy above 0.95, on digits that it has never seen.
# No line of the program says what a three looks like.
#
# What does it misread?
# ---------------------
#
# One number hides much; look at the mistakes themselves:

with torch.no_grad():
    guesses = model(X[held_out]).argmax(dim=1)
wrong = (guesses != y[held_out]).nonzero()[:10, 0]  # ten at most

names = [f"{y[held_out][i]} as {guesses[i]}" for i in wrong]
images = X[held_out][wrong].view(-1, 8, 8)
draw_digits(images, names, title="What is read as what")
print((guesses != y[held_out]).sum().item(), "misread")

# sphinx_gallery_alt = "Up to ten coarse pictures of digits that the model misread, each with its label and the guess above it. Many are hard to read for people, too."

# %%
# Would you have read them all?
#
# Does the order of the lines matter?
# -----------------------------------
#
# We move a single line: ``zero_grad()`` now stands above the loops instead of in them.
# Everything else is as before, the parameters at the start, too.
# Will there be an error, will the model learn nothing, or will nobody notice?

torch.manual_seed(1)
moved = Reader()
optimizer = torch.optim.SGD(moved.parameters(), lr=0.1)
moved_accuracies = []

optimizer.zero_grad()
for epoch in range(num_epochs):
    for X_batch, y_batch in train_loader:
        loss = loss_fn(moved(X_batch), y_batch)
        loss.backward()
        optimizer.step()
    moved_accuracies.append(accuracy(moved))

# %%
# No error; here are both:

from tutorial_utils.lessons.the_training_loop import draw_accuracies

draw_accuracies(accuracies, {"zero_grad() above the loops": moved_accuracies})

assert moved_accuracies[0] > accuracies[0]
assert moved_accuracies[-1] < moved_accuracies[0] - 0.1

# sphinx_gallery_alt = "Accuracy over 30 epochs. A solid green line, zero_grad() in the loops, starts lower, climbs and stays above 90 percent. A dashed blue line, zero_grad() above the loops, starts higher and then falls far below."

# %%
# After the first epoch the wrong program is *ahead*: gradients add up in ``grad``, and so its steps grow.
# They go on growing when they should turn back, and in the end it reads far worse than after its first epoch.
# A good beginning does not prove that the loop is right.
#
# .. admonition:: What broke elsewhere
#
#    A common first program computes its accuracy on the digits that it has learned from, and reports it as how well it reads.
#    Only what was held out tells whether it has learned to read or learned by heart.
#
# Summary
# -------
#
# - The loop: ``zero_grad()``, forward, loss, ``backward()``, ``step()``, once for each batch.
# - ``Dataset`` and ``DataLoader`` hand out the batches, an ``nn.Module`` is the model; what counts is the accuracy on held-out samples.
# - With a line in the wrong place the program may still run, and even look good for a while.
#
# Your turn
# ---------
#
# Somebody shuffled the five lines.
# Write ``train_epoch(model, loss_fn, optimizer, train_loader)``, which goes through the loader once and returns the loss of the last batch as a Python number, with ``loss.item()``.
# The :term:`checker` lets it train for 20 epochs: it watches the order with :term:`hooks <hook>`, which torch calls at each step, and wants an accuracy above 0.95 on held-out digits.
#
# .. code-block:: python
#
#    from tutorial_utils.lessons.the_training_loop import check_train_epoch
#
#    def train_epoch(model, loss_fn, optimizer, train_loader):
#        for X, y in train_loader:
#            # optimizer.step()
#            # loss = loss_fn(prediction, y)
#            # optimizer.zero_grad()
#            # prediction = model(X)
#            # loss.backward()
#            ...
#
#    check_train_epoch(train_epoch)

# %%
# Solution
# --------
#
# Each line needs what the one above it made; only ``zero_grad()`` is free, as long as it is not between ``backward()`` and ``step()``.
# The line that the checker prints here is about this solution, not about yours.

from tutorial_utils.lessons.the_training_loop import check_train_epoch


def train_epoch(model, loss_fn, optimizer, train_loader):
    for X, y in train_loader:
        optimizer.zero_grad()
        prediction = model(X)
        loss = loss_fn(prediction, y)
        loss.backward()
        optimizer.step()
    return loss.item()


check_train_epoch(train_epoch)

# %%
# What comes next
# ---------------
#
# - :doc:`/lessons/4_training/plot_24_gradients_add_up` asks why the loop has to clear at all.
# - :doc:`/lessons/4_training/plot_27_micro_batches` takes several batches together for one step.
# - :class:`torch.nn.Module` and :class:`torch.utils.data.DataLoader` can do much more than these few lines.
