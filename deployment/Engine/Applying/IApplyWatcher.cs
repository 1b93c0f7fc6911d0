using Layercake.Engine.Planning;

namespace Layercake.Engine.Applying;

/// <summary>Is called for each change as it happens, from several threads and in no fixed order.</summary>
public interface IApplyWatcher
{
    void Started(Change change);

    void Finished(ChangeOutcome outcome);

    /// <summary>A notice for the user before the end of the run, such as a wait.</summary>
    void Note(string text) { }
}
