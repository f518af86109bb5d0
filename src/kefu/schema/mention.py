"""A text about the company that is no contact with it: a review, a post, a line of a conversation nobody dated."""

from kefu.schema import Entity, Field, Privacy, Type

ENTITY = Entity(
    title={"en": "Mention", "zh": "评价与提及"},
    doc="A text about the company that is no contact with it.",
    fields={
        "mention_id": Field(Type.ID, "number of the text", required=True),
        "posted_at": Field(Type.TIMESTAMP, "when, where the source says"),
        "source": Field(Type.CODE, "where it was written"),
        "conversation_id": Field(Type.ID, "what it is a line of"),
        "author_kind": Field(Type.CODE, "who wrote it", codes=("customer", "agent", "bot", "system")),
        "category": Field(Type.CODE, "what it is about"),
        "product_id": Field(Type.ID, "product"),
        "rating": Field(Type.NUMBER, "stars, 1 to 5", low=1, high=5),
        "sentiment": Field(Type.CODE, "what it expresses", codes=("positive", "neutral", "negative")),
        "body": Field(Type.TEXT, "text", required=True, privacy=Privacy.SENSITIVE),
    },
    key=("mention_id",),
    anchor="posted_at",
)
