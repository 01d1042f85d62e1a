package dev.bulla.cli.command;

import dev.bulla.Verdict;
import dev.bulla.cli.frame.Output;
import dev.bulla.json.Json;
import java.util.ArrayList;
import java.util.List;

/** The level of a verdict, what it leaves open and, when asked, what leads to the next one: in text and in JSON. */
final class LevelAnswer {
    private LevelAnswer() {}

    static void text(Output output, Verdict.Trusted trusted, boolean advise) {
        String how = trusted.vouching().isPresent()
                ? ""
                : trusted.binding().isPresent() ? " (tag record)" : " (signature alone)";
        output.line("  level    " + trusted.level() + how);
        trusted.leavesOpen().forEach(open -> output.line("  open     " + open));
        if (advise) {
            List<Verdict.Advice> advice = trusted.advice();
            advice.forEach(next -> output.line("  next     " + next.level() + ": " + next.step()));
            if (advice.isEmpty()) {
                output.line("  next     nothing: this is the highest level");
            }
        }
    }

    static void text(Output output, Verdict.Allowed allowed) {
        output.line("  level    " + allowed.level());
        allowed.leavesOpen().forEach(open -> output.line("  open     " + open));
    }

    static Json.Obj json(Json.Obj document, Verdict.Trusted trusted, boolean advise) {
        Json.Obj filled = document.with("open", Documents.texts(trusted.leavesOpen()));
        List<Json> images = new ArrayList<>();
        trusted.vouching().ifPresent(vouching -> vouching.images().forEach(image -> images.add(json(image))));
        if (!images.isEmpty()) {
            filled = filled.with("images", new Json.Arr(images));
        }
        if (!advise) {
            return filled;
        }
        List<Json> next = new ArrayList<>();
        trusted.advice()
                .forEach(step -> next.add(
                        Json.Obj.empty().with("level", Json.text(step.level())).with("step", Json.text(step.step()))));
        return filled.with("next", new Json.Arr(next));
    }

    private static Json.Obj json(Verdict.Image image) {
        Json.Obj members = Json.Obj.empty().with("image", Json.text(image.label()));
        if (image.signedAs().isPresent()) {
            members = members.with("signedAs", Json.text(image.signedAs().get()));
        }
        return members.with("supplyChain", new Json.Bool(image.made()));
    }
}
