// Draws every .chart-box from the JSON beside it, in the page's own colours.
"use strict";

(() => {
  // Our Content-Security-Policy allows no style attributes, and ECharts writes some on SVG elements;
  // the same words set through the style object are allowed.
  SVGElement.prototype.setAttribute = function setAttribute(name, value) {
    if (name === "style") this.style.cssText = value;
    else Element.prototype.setAttribute.call(this, name, value);
  };

  const css = getComputedStyle(document.documentElement);
  const colour = (name) => css.getPropertyValue(`--${name}`).trim();
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches || navigator.webdriver;

  const dress = (option) => {
    const text = { color: colour("ink-2"), fontFamily: colour("sans"), fontSize: 12 };
    const axis = (a) => ({
      axisLine: { lineStyle: { color: colour("rule") } }, axisTick: { show: false },
      splitLine: { lineStyle: { color: colour("rule") } }, ...a, axisLabel: { ...text, ...(a.axisLabel || {}) },
    });
    for (const name of ["xAxis", "yAxis"]) if (option[name]) option[name] = axis(option[name]);
    for (const series of option.series || []) {
      if (series.colour) series.itemStyle = { ...(series.itemStyle || {}), color: colour(series.colour) };
    }
    return {
      animation: !still, textStyle: text,
      tooltip: { trigger: "axis", renderMode: "richText", confine: true, backgroundColor: colour("paper"), borderColor: colour("rule"), textStyle: { ...text, color: colour("ink") } },
      ...option,
      legend: option.legend && { textStyle: text, icon: "rect", itemWidth: 12, itemHeight: 8, ...option.legend },
    };
  };

  const draw = (box) => {
    const option = JSON.parse(document.getElementById(box.dataset.option).textContent);
    const chart = echarts.init(box, null, { renderer: "svg" });
    chart.setOption(dress(option));
    box.dataset.drawn = "yes";
    new ResizeObserver(() => chart.resize()).observe(box);
    if (box.dataset.href) {
      chart.on("click", ({ name }) => location.assign(box.dataset.href.replace("NAME", encodeURIComponent(name))));
    }
  };
  for (const box of document.querySelectorAll(".chart-box")) draw(box);
})();
