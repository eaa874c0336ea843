"""Actors and what they have to do with each other: names, statements, graphs, measures, exchange."""

from kfi_analysis.actors.actor import Actor
from kfi_analysis.actors.comparing import align_roles, compare_graphs, overlap, portrait_divergence, roles
from kfi_analysis.actors.exchange import read_graph, write_graph
from kfi_analysis.actors.find import find_actors
from kfi_analysis.actors.gazetteer import Gazetteer
from kfi_analysis.actors.graph import ActorGraph, Edge, actor_graph
from kfi_analysis.actors.measures import backbone, brokerage, centrality, communities, core_periphery, network_measures
from kfi_analysis.actors.mentions import Mentions
from kfi_analysis.actors.ranker import Ranker, fit_ranker
from kfi_analysis.actors.relations import Relations, find_relations

__all__ = [
    "Actor",
    "ActorGraph",
    "Edge",
    "Gazetteer",
    "Mentions",
    "Ranker",
    "Relations",
    "actor_graph",
    "align_roles",
    "backbone",
    "brokerage",
    "centrality",
    "communities",
    "compare_graphs",
    "core_periphery",
    "find_actors",
    "find_relations",
    "fit_ranker",
    "network_measures",
    "overlap",
    "portrait_divergence",
    "read_graph",
    "roles",
    "write_graph",
]
