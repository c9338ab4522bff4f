"""A small model of a pipeline: a job for pull requests, a job for releases, and five attacks on them."""

from dataclasses import dataclass, field

LONG_LIVED, SHORT_LIVED = "token of March, still valid", "token of this run, for 15 minutes"


@dataclass(frozen=True)
class Workflow:
    """What is written in the YAML file."""

    trigger: str = "pull_request_target"
    title: str = "in the script"
    actions: str = "by tag"
    release_cache: bool = True
    publishing: str = "API token"


@dataclass
class World:
    """What an attacker has got, and what is in the shared places."""

    stolen: list[str] = field(default_factory=list)
    caches: dict[str, str] = field(default_factory=dict)
    tag: str = "good action"
    published: str = ""


def pull_request_job(workflow: Workflow, world: World, *, code: str = "good", title: str = "good") -> None:
    """GitHub gives a `pull_request` from outside no secrets, and a cache of its own."""
    trusted = workflow.trigger == "pull_request_target"
    secrets = [LONG_LIVED] if trusted and workflow.publishing == "API token" else ["write access"] if trusted else []
    if title == "evil" and workflow.title == "in the script":
        world.stolen += secrets
    if code == "evil":
        world.stolen += secrets
        world.caches["main" if trusted else "this pull request"] = "evil compiler"


def release_job(workflow: Workflow, world: World) -> None:
    secret = LONG_LIVED if workflow.publishing == "API token" else SHORT_LIVED
    action = world.tag if workflow.actions == "by tag" else "good action"
    if action == "evil action":
        world.stolen.append(secret)
    tools = world.caches.get("main", "good compiler") if workflow.release_cache else "good compiler"
    world.published = "evil package" if "evil" in action + tools else "good package"


def code_of_a_pull_request(workflow: Workflow) -> bool:
    world = World()
    pull_request_job(workflow, world, code="evil")
    return bool(world.stolen)


def title_of_a_pull_request(workflow: Workflow) -> bool:
    world = World()
    pull_request_job(workflow, world, title="evil")
    return bool(world.stolen)


def moved_tag(workflow: Workflow) -> bool:
    world = World(tag="evil action")
    release_job(workflow, world)
    return bool(world.stolen)


def poisoned_cache(workflow: Workflow) -> bool:
    world = World()
    pull_request_job(workflow, world, code="evil")
    release_job(workflow, world)
    return world.published == "evil package"


def old_token(workflow: Workflow) -> bool:
    """Somebody finds in May what a job wrote into its log in March."""
    return workflow.publishing == "API token"


ATTACKS = {
    "the code of a pull request reads secrets": code_of_a_pull_request,
    "the title of a pull request reads secrets": title_of_a_pull_request,
    "the moved tag of an action reads secrets": moved_tag,
    "a pull request poisons the cache of the release": poisoned_cache,
    "a token from an old log is used": old_token,
}


def show(workflow: Workflow) -> None:
    for name, works in ATTACKS.items():
        print(f"{name:<49}{'works' if works(workflow) else 'fails'}")


if __name__ == "__main__":
    print(len(ATTACKS), "attacks")
