package dev.bulla.intoto;

import java.util.List;

/** An artifact rule (in-toto specification 4.3.3; intoto.md section 3). */
public sealed interface Rule {
    /** The words of the rule as the layout has them. */
    List<String> words();

    /** The rule on one line. */
    default String text() {
        return String.join(" ", words());
    }

    /**
     * The rule of these words.
     *
     * @throws dev.bulla.json.JsonException when they are none
     */
    static Rule of(List<String> words) {
        return RuleParser.parse(words, "rule");
    }

    /** What a rule without source and destination does. */
    enum Verb {
        /** Consumes what the pattern matches. */
        ALLOW,
        /** Fails when the pattern matches something that is left. */
        DISALLOW,
        /** Consumes matching products that are no materials. */
        CREATE,
        /** Consumes matching materials that are no products. */
        DELETE,
        /** Consumes what is both and differs. */
        MODIFY,
        /** Fails when the literal name is not left. */
        REQUIRE
    }

    /**
     * A rule of two words.
     *
     * @param verb what it does
     * @param pattern a pattern, or the literal name for {@link Verb#REQUIRE}
     * @param words as the layout has it
     */
    record Simple(Verb verb, String pattern, List<String> words) implements Rule {
        /** Copies {@code words}. */
        public Simple {
            words = List.copyOf(words);
        }
    }

    /**
     * {@code MATCH pattern [IN source] WITH MATERIALS|PRODUCTS [IN destination] FROM step}.
     *
     * @param pattern what the rest of the name must match
     * @param source prefix of names at this item, empty for none
     * @param kind which artifacts of the other item
     * @param destination prefix of names at the other item, empty for none
     * @param from the other item's name
     * @param words as the layout has it
     */
    record Match(String pattern, String source, ArtifactKind kind, String destination, String from, List<String> words)
            implements Rule {
        /** Copies {@code words}. */
        public Match {
            words = List.copyOf(words);
        }
    }
}
