using Layercake.Engine.Declarations;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Model;

/// <summary>A declaration half whose assets may refer to themselves or to each other in a circle.</summary>
internal interface IStubbable
{
    /// <summary>A minimal and harmless object of that name: it is created first, so that the others of the circle can have its id.</summary>
    JObject Stub(Declaration declaration);
}
