package io.certfleet.logging;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;

/**
 * Makes fields of what a log line's format names: {@code "claimed hostID=%s reason=%s"} gets {@code hostID} and {@code
 * reason} under {@code mdc} of its JSON.
 *
 * <p>Only the format is looked into, which is a constant of ours. A value may come from a host, and whatever it holds it
 * cannot become a field.
 */
@LoggingFilter(name = "step-fields")
public final class StepFields implements Filter {
    // A conversion of java.util.Formatter, and the name before it if there is one.
    private static final Pattern CONVERSION = Pattern.compile("(?:\\b(\\w+)=)?%[-#+ 0,(]*\\d*(?:\\.\\d+)?([a-zA-Z%])");

    @Override
    public boolean isLoggable(LogRecord line) {
        if (line instanceof ExtLogRecord step
                && step.getFormatStyle() == FormatStyle.PRINTF
                && step.getParameters() != null) {
            Matcher conversion = CONVERSION.matcher(step.getMessage());
            int next = 0;
            while (conversion.find()) {
                char kind = conversion.group(2).charAt(0);
                // These two take no value.
                if (kind == '%' || kind == 'n') {
                    continue;
                }
                if (next == step.getParameters().length) {
                    break;
                }
                Object value = step.getParameters()[next];
                next++;
                if (conversion.group(1) != null && value != null) {
                    step.putMdc(conversion.group(1), value.toString());
                }
            }
        }
        return true;
    }
}
