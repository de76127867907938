"""What the distillation lesson allows its charts."""

from logitviz.lessons.distillation.charts import LARGEST, STUDENTS

LEAVING = {"student_losses": dict.fromkeys(STUDENTS, (0.0, 2 * LARGEST))}
