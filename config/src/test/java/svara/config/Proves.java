package svara.config;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A test that stands elsewhere and shows that a fault of the list loses nothing: it is part of the
 * suite of faults, and what it found is a line of the results.
 */
@Tag("faults")
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Proves.Judge.class)
public @interface Proves {
  /** The id in the list of faults. */
  String value();

  /** Off where the test writes its own line, with what it measured. */
  boolean line() default true;

  /** Leaves out what is not asked for, and notes what has passed. */
  final class Judge implements ExecutionCondition, AfterTestExecutionCallback {
    private static Proves of(ExtensionContext context) {
      return context.getRequiredTestMethod().getAnnotation(Proves.class);
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (context.getTestMethod().isEmpty()
          || FaultRows.wanted(of(context).value(), System.getenv())) {
        return ConditionEvaluationResult.enabled("asked for");
      }
      return ConditionEvaluationResult.disabled("another fault is asked for");
    }

    @Override
    public void afterTestExecution(ExtensionContext context) throws IOException {
      if (of(context).line() && context.getExecutionException().isEmpty()) {
        String name = context.getRequiredTestMethod().getName();
        String words = name.replaceAll("(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
        String test =
            context.getDisplayName().startsWith(name) ? "" : " " + context.getDisplayName();
        FaultRows.write(
            of(context).value() + " " + words + test,
            new JsonObject()
                .put("acknowledged", 0)
                .put("missing", 0)
                .put("doubled", 0)
                .put("doubleOwned", 0));
      }
    }
  }
}
