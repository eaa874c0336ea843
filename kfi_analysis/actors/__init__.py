"""Actors and what they have to do with each other: names, statements, graphs."""

from kfi_analysis.actors.gazetteer import Actor, Gazetteer
from kfi_analysis.actors.graph import ActorGraph, Edge, actor_graph
from kfi_analysis.actors.mentions import Mentions, find_actors
from kfi_analysis.actors.relations import Relations, find_relations

__all__ = ["Actor", "ActorGraph", "Edge", "Gazetteer", "Mentions", "Relations", "actor_graph", "find_actors", "find_relations"]
