package dev.holdfast.console;

import java.util.Map;

/** What a console shows and does. Called by several threads. */
public interface Pages {
    /**
     * A request of the person who holds the token.
     *
     * @param post whether something is to be done; its form's secret was checked
     * @param path decoded, beginning with a slash
     * @param form names and values that were sent
     */
    record Request(boolean post, String path, Map<String, String> form) {
        /** A value of the form, empty when it was not sent. */
        public String value(String name) {
            return form.getOrDefault(name, "").strip();
        }
    }

    /**
     * An answer.
     *
     * @param status of HTTP; for 303 the body is the path to go on to
     * @param type of the body
     * @param body the body
     */
    record Answer(int status, String type, String body) {
        /** A page. */
        public static Answer page(int status, String html) {
            return new Answer(status, "text/html; charset=utf-8", html);
        }

        /** Go on to another page of the console. */
        public static Answer to(String path) {
            return new Answer(303, "", path);
        }
    }

    /**
     * Answers a request.
     *
     * @param formSecret to be put into each form as {@code secret}
     */
    Answer answer(Request request, String formSecret);
}
