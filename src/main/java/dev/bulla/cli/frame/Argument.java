package dev.bulla.cli.frame;

/**
 * A positional argument.
 *
 * @param label its name in capitals, such as {@code REF}
 * @param meaning one line for help
 * @param required true when it must be given
 * @param repeated true when it takes any number of words; one argument of a command can
 */
public record Argument(String label, String meaning, boolean required, boolean repeated) {
    /** As in the usage line: {@code REF}, {@code [REF]}, {@code REF...}. */
    public String usage() {
        String many = repeated ? label + "..." : label;
        return required ? many : "[" + many + "]";
    }
}
