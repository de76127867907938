"""What the distillation lesson allows its charts."""

from logitviz.lessons.distillation.charts import MAX_LOSS, STUDENTS

LEAVING = {"student_losses": dict.fromkeys(STUDENTS, (0.0, 2 * MAX_LOSS))}
