package dev.bulla.resolve;

import dev.bulla.bytes.Quoted;
import dev.bulla.outcome.BullaException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.policy.Question;
import dev.bulla.tuf.TargetInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the repositories of one rule said of one target, and what follows (TAP 4). Answers agree when length and all hashes
 * are equal; what else they say of the target may differ.
 */
final class Ballot<A> {
    private final Question question;
    private final List<Cast<A>> cast;
    private final Function<? super A, TargetInfo> says;

    /** What came of one repository. */
    sealed interface Cast<A> {
        String repository();
    }

    /** It lists the target. */
    record Said<A>(String repository, A answer) implements Cast<A> {}

    /** It proves that it does not list the target. */
    record Absent<A>(String repository, Reason reason) implements Cast<A> {}

    /** What it says does not verify. */
    record Refused<A>(String repository, Reason reason) implements Cast<A> {}

    /** It could not be asked. */
    record Failed<A>(String repository, BullaException failure) implements Cast<A> {}

    Ballot(Question question, List<Cast<A>> cast, Function<? super A, TargetInfo> says) {
        this.question = question;
        this.cast = cast;
        this.says = says;
    }

    Step<MapLookup.Answer<A>> result() {
        List<List<Said<A>>> groups = groups();
        List<List<Said<A>>> enough = groups.stream()
                .filter(group -> group.size() >= question.threshold())
                .toList();
        if (enough.size() == 1) {
            return Step.done(agreed(enough.get(0)));
        }
        if (enough.size() > 1) {
            return Step.refused(reason(
                    ReasonCode.AMBIGUOUS,
                    "several answers have the " + question.threshold() + " that are needed for " + question.target()));
        }
        int most = groups.stream().mapToInt(List::size).max().orElse(0);
        List<Failed<A>> failed = only(Failed.class);
        List<Refused<A>> refused = only(Refused.class);
        // a refusal is final only when the repositories that could not be asked would not have changed it
        if (!failed.isEmpty() && (refused.isEmpty() || most + failed.size() >= question.threshold())) {
            throw failed.get(0).failure();
        }
        if (!refused.isEmpty()) {
            return Step.refused(of(refused.get(0).repository(), refused.get(0).reason()));
        }
        List<Absent<A>> absent = only(Absent.class);
        if (groups.isEmpty()) {
            return Step.refused(of(absent.get(0).repository(), absent.get(0).reason()));
        }
        return Step.refused(reason(
                ReasonCode.THRESHOLD,
                most + " of " + cast.size() + " repositories say the same of " + question.target() + ", "
                        + question.threshold() + " must"));
    }

    private MapLookup.Agreed<A> agreed(List<Said<A>> group) {
        List<MapLookup.Vote<A>> votes = group.stream()
                .map(said -> new MapLookup.Vote<>(said.repository(), said.answer()))
                .toList();
        List<String> others = cast.stream()
                .filter(one -> !(one instanceof Said<A> said && group.contains(said)))
                .map(this::line)
                .toList();
        return new MapLookup.Agreed<>(question, votes, others);
    }

    private List<List<Said<A>>> groups() {
        List<List<Said<A>>> groups = new ArrayList<>();
        List<Said<A>> answers = only(Said.class);
        for (Said<A> said : answers) {
            List<Said<A>> same = groups.stream()
                    .filter(group -> info(group.get(0)).agreesWith(info(said)))
                    .findFirst()
                    .orElseGet(() -> {
                        groups.add(new ArrayList<>());
                        return groups.get(groups.size() - 1);
                    });
            same.add(said);
        }
        return groups;
    }

    private TargetInfo info(Said<A> said) {
        return says.apply(said.answer());
    }

    @SuppressWarnings("unchecked") // a kind of Cast<A> can only have been made with A
    private <C extends Cast<A>> List<C> only(Class<?> kind) {
        return cast.stream().filter(kind::isInstance).map(one -> (C) one).toList();
    }

    private Reason reason(ReasonCode code, String message) {
        Reason reason = Reason.of(code, message)
                .with("target", question.target())
                .with("rule", question.rule().place())
                .with("threshold", question.threshold());
        for (Cast<A> one : cast) {
            reason = reason.hint(line(one));
        }
        return reason;
    }

    /** The reason of one repository, which is named where there are several. */
    private Reason of(String repository, Reason reason) {
        Reason named = cast.size() == 1
                ? reason
                : new Reason(
                        reason.code(),
                        "repository " + repository + ": " + reason.message(),
                        reason.facts(),
                        reason.hints());
        return named.with("repository", repository).with("rule", question.rule().place());
    }

    private String line(Cast<A> one) {
        return "repository " + one.repository()
                + switch (one) {
                    case Said<A> said -> " lists " + shown(info(said));
                    case Absent<A> absent -> " does not list it";
                    case Refused<A> refused ->
                        " is refused: " + refused.reason().message();
                    case Failed<A> failed ->
                        " could not be asked: " + failed.failure().getMessage();
                };
    }

    private static String shown(TargetInfo info) {
        return info.length() + " bytes, "
                + info.hashes().listed().entrySet().stream()
                        .map(hash -> Quoted.plain(hash.getKey() + ":" + hash.getValue()))
                        .collect(Collectors.joining(", "));
    }
}
