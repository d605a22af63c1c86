using System.Text.RegularExpressions;
using IdentityServer.Domain.Protocol;

namespace IdentityServer.Domain.Tests.House;

/// <summary>
/// Which test provokes a refusal: one that names it, as Reason.X or as X in quotes, or one over HTTP. There only its public
/// face shows, so its witnesses stand here by name. Files that are about the reasons themselves do not count.
/// </summary>
static class Witnesses
{
    const string Host = "tests/IdentityServer.Tests/";

    /// <summary>Reasons that only the host gives: the file and the name of the test.</summary>
    public static readonly IReadOnlyDictionary<string, (string File, string Test)> OverHttp = new Dictionary<string, (string, string)>
    {
        [nameof(Reason.MethodNotAllowed)] = (Host + "Protocol/Wire/MethodsTests.cs", "Other_methods_are_refused_in_the_endpoints_own_language"),
        [nameof(Reason.ContentTypeWrong)] = (Host + "Protocol/Wire/MethodsTests.cs", "Parameters_go_into_a_form_body_and_nowhere_else"),
        [nameof(Reason.CredentialsInQuery)] = (Host + "Protocol/Wire/MethodsTests.cs", "Parameters_go_into_a_form_body_and_nowhere_else"),
        [nameof(Reason.BodyTooLarge)] = (Host + "Protocol/Wire/LargeRequestsTests.cs", "A_body_that_is_too_large_is_refused"),
        [nameof(Reason.EncodingMalformed)] = (Host + "Protocol/Wire/OddTextTests.cs", "In_forms_of_clients_it_is_refused_as_json_or_means_nothing"),
        [nameof(Reason.LoginCancelled)] = (Host + "Protocol/Authorize/PromptTests.cs", "Cancelling_leaves_the_session_as_it_was"),
        [nameof(Reason.FormForged)] = (Host + "Pages/FormTests.cs", "A_form_without_its_token_or_with_another_sessions_gets_an_error_page_and_does_nothing"),
        [nameof(Reason.FormFromElsewhere)] = (Host + "Pages/FormTests.cs", "A_form_sent_from_another_site_is_forbidden_on_a_page_and_does_nothing"),
        [nameof(Reason.LogoutTokenSpent)] = (Host + "Connections/LogoutElsewhereTests.cs", "A_logout_token_counts_once"),
        [nameof(Reason.BearerMissing)] = (Host + "Protocol/UserInfo/UserInfoTests.cs", "Without_a_token_the_challenge_carries_no_error"),
        [nameof(Reason.SeveralBearers)] = (Host + "Protocol/UserInfo/UserInfoTests.cs", "One_token_in_two_places_is_a_malformed_request"),
        [nameof(Reason.ApiKeyMissing)] = (Host + "Management/AccessTests.cs", "Without_a_key_the_challenge_carries_no_error"),
        [nameof(Reason.RoleInsufficient)] = (Host + "Management/AccessTests.cs", "Every_route_answers_every_caller_as_its_role_says"),
        [nameof(Reason.TrustedTokenRefused)] = (Host + "Org/TrustedIssuerTests.cs", "What_is_not_believed_is_as_bland_as_any_bad_bearer"),
        [nameof(Reason.TrustedTokenWithoutRole)] = (Host + "Org/TrustedIssuerTests.cs", "A_workflow_reads_by_its_role_and_writes_nothing"),
        [nameof(Reason.TooManyBearers)] = (Host + "Org/CorsTests.cs", "Too_many_bad_bearers_of_an_address_are_turned_away_and_the_page_reads_why"),
        [nameof(Reason.RouteUnknown)] = (Host + "Management/ProblemTests.cs", "An_unknown_route_is_a_problem_for_everybody"),
        [nameof(Reason.MediaTypeWrong)] = (Host + "Management/ProblemTests.cs", "Another_media_type_is_a_problem"),
        [nameof(Reason.ArgumentMalformed)] = (Host + "Management/AuditApiTests.cs", "Wrong_arguments_are_problems"),
        [nameof(Reason.OwnerOnly)] = (Host + "Org/MembersTests.cs", "The_owner_of_the_installation_makes_organizations_and_nobody_else"),
        [nameof(Reason.LoginRefused)] = (Host + "Org/LoginTests.cs", "The_right_password_opens_a_session_and_every_other_way_looks_the_same"),
        [nameof(Reason.LoginAmbiguous)] = (Host + "Org/LoginTests.cs", "A_person_in_two_organizations_says_which"),
        [nameof(Reason.LoginBusy)] = (Host + "Org/LoginTests.cs", "A_flood_of_guesses_is_turned_away_before_it_costs_a_hash_each"),
        [nameof(Reason.LastAdmin)] = (Host + "Org/MembersTests.cs", "The_last_admin_stays"),
        [nameof(Reason.ApiKeyNotFound)] = (Host + "Org/ApiKeysTests.cs", "A_key_is_shown_once_and_dies_everywhere_at_once"),
        [nameof(Reason.JwksUnusable)] = (Host + "Org/UserPoolsTests.cs", "Every_mistake_with_a_jwks_uri_has_its_own_answer"),
        [nameof(Reason.UserNeverLinked)] = (Host + "Org/UserPoolsTests.cs", "Who_was_never_seen_was_never_linked"),
        [nameof(Reason.SdkClientUnknown)] = (Host + "Org/SdkClientsTests.cs", "An_application_belongs_to_a_pool"),
        [nameof(Reason.ConnectionNotFound)] = (Host + "Management/ConnectionsApiTests.cs", "A_connection_is_made_changed_and_deleted_and_its_secret_is_never_shown"),
        [nameof(Reason.ConnectionTaken)] = (Host + "Management/ConnectionsApiTests.cs", "A_connection_is_made_changed_and_deleted_and_its_secret_is_never_shown"),
        [nameof(Reason.ConnectionIssuerFixed)] = (Host + "Management/ConnectionsApiTests.cs", "A_connection_is_made_changed_and_deleted_and_its_secret_is_never_shown"),
        [nameof(Reason.DiscoveryUnusable)] = (Host + "Management/ConnectionsApiTests.cs", "Every_mistake_with_an_issuer_has_its_own_answer"),
        [nameof(Reason.CredentialsNotKept)] = (Host + "Management/ConnectionsApiTests.cs", "A_users_token_of_the_provider_is_told_only_where_it_is_kept"),
        [nameof(Reason.TrustedIssuerUnknown)] = (Host + "Management/IdentitiesApiTests.cs", "A_pasted_token_is_read_verified_shown_and_then_let_in"),
        [nameof(Reason.TrustedIssuerTaken)] = (Host + "Management/IdentitiesApiTests.cs", "An_issuer_with_an_audience_is_one_organizations_and_never_we_ourselves"),
        [nameof(Reason.TrustedTokenUnusable)] = (Host + "Management/IdentitiesApiTests.cs", "A_token_that_cannot_be_believed_is_explained"),
        [nameof(Reason.StorageUnavailable)] = (Host + "Protocol/Authorize/FaultTests.cs", "A_store_that_fails_is_a_bland_page_for_people_and_bland_json_for_programs"),
        [nameof(Reason.KeyUnfit)] = (Host + "Management/KeysApiTests.cs", "A_key_from_elsewhere_keeps_its_name_and_its_private_half_goes_nowhere"),
        [nameof(Reason.RewrapImpossible)] = (Host + "Management/KeysApiTests.cs", "Rewrapping_does_all_or_nothing_and_says_which"),
        [nameof(Reason.Unexpected)] = (Host + "Protocol/Authorize/FaultTests.cs", "A_store_that_fails_is_a_bland_page_for_people_and_bland_json_for_programs"),
    };

    static readonly (string File, string Text)[] Tests =
    [
        .. Repository.Sources("tests")
            .Where(file => Path.GetFileName(file) is not ("ReasonsTests.cs" or "ReasonTests.cs" or "Witnesses.cs"))
            .Select(file => (Repository.Relative(file), File.ReadAllText(file))),
    ];

    /// <summary>The first test file that names the reason; null where none does.</summary>
    public static string? Naming(Reason reason)
    {
        var name = new Regex($@"\bReason\.{reason.Name}\b|""{reason.Name}""");
        return Tests.FirstOrDefault(test => name.IsMatch(test.Text)).File;
    }

    /// <summary>The file of a test that provokes the reason; null where nobody does.</summary>
    public static string? Of(Reason reason) =>
        Naming(reason) ?? (OverHttp.TryGetValue(reason.Name, out var witness) && Has(witness) ? witness.File : null);

    static bool Has((string File, string Test) witness) =>
        Tests.Any(test => test.File == witness.File && Regex.IsMatch(test.Text, $@"\b{witness.Test}\("));
}
