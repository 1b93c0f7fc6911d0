using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Kinds.Abilities;

/// <summary>The declaration half of a small kind: documents with a name, and any other fields.</summary>
internal sealed class MemoryKind(string name = "things", string noun = "thing") : JsonKind(name, noun, "name"), IStubbable
{
    public override FieldRules Rules { get; } =
        new(new ObjectSchema("a thing").Text("name").Any("size", "value").ReadOnly("id", "version", "lifecycle"));

    public JObject Stub(Declaration declaration) => new() { ["name"] = declaration.Name };
}
