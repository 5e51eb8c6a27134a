package dev.holdfast.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class MarkupTest {
    @Test
    void escapesTextAndAttributes() {
        String html = new Markup()
                .open("p", "title", "\"><script>'&", "", "left out")
                .text("<b>\"'&\u0000\u202E\uD800x")
                .close("p")
                .finish();
        assertThat(html)
                .isEqualTo(
                        "<p title=\"&quot;&gt;&lt;script&gt;&#39;&amp;\">&lt;b&gt;&quot;&#39;&amp;\uFFFD\uFFFD\uFFFDx</p>\n");
    }

    @Test
    void refusesWhatIsNotWellFormed() {
        assertThatThrownBy(() -> new Markup().open("p").close("b")).hasMessage("closing b while p is open");
        assertThatThrownBy(() -> new Markup().open("p").finish()).hasMessage("still open: [p]");
        assertThatThrownBy(() -> new Markup().open("p onclick=x")).hasMessageContaining("is no name");
        assertThatThrownBy(() -> new Markup().script("x</script>")).hasMessageContaining("would end early");
    }
}
