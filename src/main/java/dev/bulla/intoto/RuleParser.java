package dev.bulla.intoto;

import dev.bulla.bytes.Quoted;
import dev.bulla.json.JsonException;
import java.util.List;
import java.util.Locale;

/** Reads artifact rules: keywords in any case, everything at its place, nothing left over (intoto.md section 3). */
final class RuleParser {
    private RuleParser() {}

    /**
     * The rule of these words.
     *
     * @throws JsonException when they are no rule
     */
    static Rule parse(List<String> words, String place) {
        for (String word : words) {
            if (word.length() > Glob.MAX_LENGTH) {
                throw JsonException.limit(place + " has a word of more than " + Glob.MAX_LENGTH + " characters");
            }
        }
        if (words.size() >= 2) {
            String keyword = keyword(words.get(0));
            if (keyword.equals("match")) {
                return match(words, place);
            }
            for (Rule.Verb verb : Rule.Verb.values()) {
                if (words.size() == 2 && keyword.equals(verb.name().toLowerCase(Locale.ROOT))) {
                    return new Rule.Simple(verb, words.get(1), words);
                }
            }
        }
        throw noRule(words, place);
    }

    private static Rule match(List<String> words, String place) {
        int size = words.size();
        boolean both = size == 10 && hasKeyword(words, 2, "in") && hasKeyword(words, 6, "in");
        boolean source = both || (size == 8 && hasKeyword(words, 2, "in"));
        int with = source ? 4 : 2;
        boolean destination = both || (size == 8 && !source && hasKeyword(words, 4, "in"));
        int from = with + (destination ? 4 : 2);
        if (size != from + 2 || !hasKeyword(words, with, "with") || !hasKeyword(words, from, "from")) {
            throw noRule(words, place);
        }
        return new Rule.Match(
                words.get(1),
                source ? words.get(3) : "",
                kind(words.get(with + 1), words, place),
                destination ? words.get(with + 3) : "",
                words.get(from + 1),
                words);
    }

    private static ArtifactKind kind(String word, List<String> words, String place) {
        for (ArtifactKind kind : ArtifactKind.values()) {
            if (keyword(word).equals(kind.word())) {
                return kind;
            }
        }
        throw noRule(words, place);
    }

    private static boolean hasKeyword(List<String> words, int index, String keyword) {
        return index < words.size() && keyword(words.get(index)).equals(keyword);
    }

    private static String keyword(String word) {
        return word.toLowerCase(Locale.ROOT);
    }

    private static JsonException noRule(List<String> words, String place) {
        return JsonException.malformed(place + " is no artifact rule: " + Quoted.of(String.join(" ", words)));
    }
}
