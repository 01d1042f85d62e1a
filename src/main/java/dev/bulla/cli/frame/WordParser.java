package dev.bulla.cli.frame;

import dev.bulla.outcome.UsageException;
import java.util.List;
import java.util.Map;

/** Sorts the words of a call; the parsing library is asked only when one of them may be a flag. */
final class WordParser {

    private WordParser() {}

    static Parsed parse(CommandModel model, List<String> words) {
        Parsed parsed = hasFlags(words) ? FlagParser.parse(model, words) : new Parsed(words, Map.of());
        checkCount(model, parsed.arguments().size());
        return parsed;
    }

    /** The usage line of a command. */
    static String usage(CommandModel model) {
        StringBuilder line = new StringBuilder("usage: bulla ").append(model.path());
        for (Flag flag : model.flags()) {
            if (flag.shared().isEmpty()) {
                line.append(" [flags]");
                break;
            }
        }
        for (Argument argument : model.arguments()) {
            line.append(' ').append(argument.usage());
        }
        return line.toString();
    }

    /** The message of a wrong number of arguments: what is needed, what came. */
    private static void checkCount(CommandModel model, int count) {
        int least = 0;
        boolean unbounded = false;
        StringBuilder needed = new StringBuilder();
        int left = model.arguments().size();
        for (Argument argument : model.arguments()) {
            left--;
            least += argument.required() ? 1 : 0;
            unbounded |= argument.repeated();
            needed.append(needed.isEmpty() ? "" : left == 0 ? " and " : ", ").append(argument.usage());
        }
        if (count < least || (!unbounded && count > model.arguments().size())) {
            String came = count == 0 ? "none" : count == 1 ? "1 argument" : count + " arguments";
            throw new UsageException(
                    model.path() + (needed.isEmpty() ? " takes no argument" : " needs " + needed) + ", got " + came,
                    usage(model));
        }
    }

    private static boolean hasFlags(List<String> words) {
        for (String word : words) {
            if (word.startsWith("-") && word.length() > 1) {
                return true;
            }
        }
        return false;
    }
}
