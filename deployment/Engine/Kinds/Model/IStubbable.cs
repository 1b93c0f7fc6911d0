using Layercake.Engine.Declarations;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Model;

/// <summary>
/// A declaration half whose assets may refer to themselves or to each other in a circle. Its remote half is <see cref="IUpdatable"/>.
/// </summary>
internal interface IStubbable
{
    /// <summary>
    /// A minimal and harmless object of that name. It is created first, so that the others of the circle can have its id.
    /// </summary>
    JObject Stub(Declaration declaration);
}
