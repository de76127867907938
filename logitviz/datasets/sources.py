"""The numbers of the worked examples, as the sources give them; words are names in code."""

EXAMPLES = (
    "text",
    "three",
    "features",
    "image",
    "ten",
    "confidence",
    "logit",
    "overflow",
    "distillation",
)
STEPS = 6  # of every example, so that one slider serves them all

TEN_CLASSES = (4.2, 1.8, 0.5, -0.3, 2.7, 3.1, 0.2, -1.5, 1.1, 2.2)
TEXT_CLASSES = ("news", "entertainment", "technology")
TEXT_LOGITS = (2.0, 1.0, 0.1)  # "The new smartphone has amazing features."
TEXT_TRUTH = "technology"
THREE_LOGITS = (2.1, -0.3, 0.7)
OVERFLOW_LOGITS = (1000.0, 1.0)

# z = W f + b with three features and the classes A, B, C.
FEATURES = (0.5, 0.8, 1.2)
WEIGHTS = ((1.0, -1.0, 0.5), (0.8, 0.5, -0.3), (-0.5, 1.2, 1.0))
BIASES = (0.2, -0.1, 0.5)

# A pair of probability vectors; both predict class 0.
CONFIDENT_SHARES = (0.85, 0.03, 0.02, 0.01, 0.01, 0.02, 0.01, 0.01, 0.02, 0.02)
HESITANT_SHARES = (0.25, 0.22, 0.20, 0.18, 0.05, 0.04, 0.02, 0.01, 0.01, 0.02)

# The toy case of logit standardization (Sun et al., CVPR 2024, arXiv 2403.01427).
TOY_CLASSES = ("cat", "dog", "bird", "frog")
TOY_TEACHER = (1.0, 4.0, 3.0, 2.0)
TOY_STUDENTS = ((1.0, 2.8, 3.0, 2.0), (0.1, 0.4, 0.3, 0.2))
