package dev.bulla.cli.frame;

import dev.bulla.outcome.UsageException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The one class that meets the parsing library: a model goes in, sorted words come out. */
final class FlagParser {

    private FlagParser() {}

    static Parsed parse(CommandModel model, List<String> words) {
        ParseResult result = parseOrRefuse(model, words);
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (OptionSpec option : result.matchedOptions()) {
            values.put(option.longestName(), valuesOf(option));
        }
        // there is one positional parameter; it is listed once for each run of words between flags
        List<String> arguments = result.matchedPositionals().isEmpty()
                ? List.of()
                : result.matchedPositionals().get(0).originalStringValues();
        return new Parsed(arguments, values);
    }

    private static List<String> valuesOf(OptionSpec option) {
        return option.getValue() instanceof boolean[] times
                ? Collections.nCopies(times.length, "")
                : option.originalStringValues();
    }

    private static ParseResult parseOrRefuse(CommandModel model, List<String> words) {
        CommandLine parser = new CommandLine(specOf(model));
        // a word of the form @file is a word, and nothing in it is a variable
        parser.setExpandAtFiles(false);
        parser.setInterpolateVariables(false);
        try {
            return parser.parseArgs(words.toArray(new String[0]));
        } catch (CommandLine.UnmatchedArgumentException e) {
            throw unknown(model, e);
        } catch (CommandLine.OverwrittenOptionException e) {
            throw new UsageException(nameOf(e.getOverwritten()) + " can be given only once", WordParser.usage(model));
        } catch (CommandLine.MissingParameterException e) {
            throw new UsageException(missing(model, e), WordParser.usage(model));
        } catch (CommandLine.ParameterException e) {
            throw new UsageException(model.path() + ": " + e.getMessage(), WordParser.usage(model));
        }
    }

    private static CommandSpec specOf(CommandModel model) {
        CommandSpec spec = CommandSpec.create().name(model.path());
        for (Flag flag : model.flags()) {
            OptionSpec.Builder option = OptionSpec.builder(flag.names().toArray(new String[0]));
            if (!flag.takesValue()) {
                option.arity("0").type(boolean[].class);
            } else if (flag.repeatable()) {
                option.arity("1").type(String[].class);
            } else {
                option.arity("1").type(String.class);
            }
            spec.addOption(option.build());
        }
        return spec.addPositional(PositionalParamSpec.builder()
                .index("0..*")
                .arity("0..*")
                .type(String[].class)
                .build());
    }

    private static UsageException unknown(CommandModel model, CommandLine.UnmatchedArgumentException e) {
        String word = e.getUnmatched().isEmpty() ? "" : e.getUnmatched().get(0);
        List<String> hints = new ArrayList<>();
        List<String> similar = e.getSuggestions();
        if (!similar.isEmpty()) {
            hints.add("did you mean " + similar.get(0) + "?");
        }
        hints.add(WordParser.usage(model));
        return new UsageException(model.path() + " does not know the flag " + word, hints.toArray(new String[0]));
    }

    private static String missing(CommandModel model, CommandLine.MissingParameterException e) {
        if (e.getMissing().isEmpty() || !(e.getMissing().get(0) instanceof OptionSpec option)) {
            return model.path() + ": " + e.getMessage();
        }
        String label = model.flagNamed(option.longestName()).map(Flag::label).orElse("a value");
        return option.longestName() + " needs " + label;
    }

    private static String nameOf(ArgSpec flag) {
        return flag instanceof OptionSpec option ? option.longestName() : flag.paramLabel();
    }
}
