// What errbook adds to what mdBook's pages do: all of it can be reached with a keyboard.
"use strict";
(() => {
    // A label is no button to those who do not see it, and mdBook speaks of it as one.
    const toggle = document.getElementById("mdbook-sidebar-toggle");
    if (toggle) {
        toggle.setAttribute("role", "button");
        toggle.tabIndex = 0;
        toggle.addEventListener("keydown", (event) => {
            if (event.key === "Enter" || event.key === " ") {
                event.preventDefault();
                toggle.click();
            }
        });
    }

    // What scrolls within its own frame is scrolled with the keys of who has come to it.
    const frames = document.querySelectorAll("main pre > code, main .table-wrapper");
    const reach = () => {
        for (const frame of frames) {
            if (frame.scrollWidth > frame.clientWidth) {
                frame.tabIndex = 0;
            } else {
                frame.removeAttribute("tabindex");
            }
        }
    };
    reach();
    addEventListener("resize", reach);
    // A font that comes late makes text wider.
    document.fonts?.ready.then(reach);
})();
