"""The why panel."""

from rnnviz.views.why.panel import WhyPanel as WhyPanel
