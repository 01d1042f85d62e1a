package dev.bulla.cli.testing;

import dev.bulla.cli.term.Terminal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** A terminal whose answers are given beforehand and whose prompts are kept. */
public final class FakeTerminal implements Terminal {
    /** No stream is a terminal. */
    public static final FakeTerminal NONE = new FakeTerminal(false);

    private final boolean present;
    private final Queue<String> answers = new ArrayDeque<>();
    private final List<String> prompts = new ArrayList<>();
    private Runnable beforeAnswer = () -> {};
    private Optional<Integer> columns = Optional.of(80);

    private FakeTerminal(boolean present) {
        this.present = present;
    }

    /** All three streams are a terminal, and a person there types these answers. */
    public static FakeTerminal answering(String... answers) {
        FakeTerminal terminal = new FakeTerminal(true);
        terminal.answers.addAll(List.of(answers));
        return terminal;
    }

    /** Something happens elsewhere while the person types. */
    public FakeTerminal meanwhile(Runnable event) {
        beforeAnswer = event;
        return this;
    }

    public FakeTerminal columns(int width) {
        columns = Optional.of(width);
        return this;
    }

    /** A further answer, for the next prompt. */
    public void type(String answer) {
        answers.add(answer);
    }

    public List<String> prompts() {
        return List.copyOf(prompts);
    }

    @Override
    public boolean in() {
        return present;
    }

    @Override
    public boolean out() {
        return present;
    }

    @Override
    public boolean err() {
        return present;
    }

    @Override
    public Optional<Integer> columns() {
        return columns;
    }

    @Override
    public Optional<char[]> readSecret(String prompt) {
        return readLine(prompt).map(String::toCharArray);
    }

    @Override
    public Optional<String> readLine(String prompt) {
        prompts.add(prompt);
        beforeAnswer.run();
        return Optional.ofNullable(answers.poll());
    }
}
