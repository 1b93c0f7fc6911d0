using Layercake.Engine.Applying;
using Layercake.Engine.Planning;

namespace Layercake.Engine.Tests.Support;

/// <summary>Looks on and says nothing.</summary>
internal sealed class Quiet : IApplyWatcher
{
    public void Started(Change change) { }

    public void Finished(ChangeOutcome outcome) { }
}
