"""What the charts of the lesson do that no other chart may."""

# What is too large for an axis does not lie along its end: the line goes on, out of the frame.
LEAVING = {
    "loss_curve": {"loss": (0, 16)},
    "descent": {"loss": (0, 16)},
    "log_likelihood": {"log-likelihood": (-16, 0), "loss": (0, 16)},
    "gradient_size": {"(p − y)/T": (-15, 14), "p − y": (-9, 8)},
}
# Of these probabilities the numbers stand above all bars, not each on its own.
ROOM = {"predicted": {"predicted p": (0, 1.17)}}
