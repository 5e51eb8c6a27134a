package dev.holdfast.report.html;

import java.nio.file.Path;

final class Pictures {
    public static void main(String[] args) throws Exception {
        // file out [width dark print selector js]...
        try (Browser browser = Browser.start()) {
            for (int i = 1; i < args.length; i += 6) {
                browser.look(Integer.parseInt(args[i + 1]), args[i + 2].contains("d"), args[i + 2].contains("p"));
                browser.open(Path.of(args[0]));
                browser.evaluate(args[i + 4]);
                Thread.sleep(200);
                browser.picture(args[i + 3], Path.of(args[i]));
                System.out.println(args[i] + " " + browser.complaints() + " "
                        + browser.evaluate("document.documentElement.scrollWidth") + args[i + 5]);
            }
        }
    }
}
